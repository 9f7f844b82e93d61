using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// A private Ed25519 key as a JSON Web Key (RFC 8037): <c>kty</c> OKP, <c>crv</c> Ed25519, <c>x</c>, <c>d</c> and perhaps
/// <c>kid</c>. Other members are ignored.
/// </summary>
/// <remarks>The seed never becomes a string, and is erased on disposal.</remarks>
internal sealed class Ed25519JsonWebKey : IDisposable
{
    private const string NotJson = "the key is not a JSON object";

    // Pinned: the collector leaves no copies behind.
    private readonly byte[] _seed = GC.AllocateArray<byte>(Ed25519ClientAssertionSigner.SeedSize, pinned: true);

    private readonly byte[] _publicKey = new byte[Ed25519ClientAssertionSigner.PublicKeySize];

    private bool _hasKeyType;
    private bool _hasCurve;
    private bool _hasPublicKey;
    private bool _hasSeed;
    private bool _hasKeyId;

    private Ed25519JsonWebKey()
    {
    }

    /// <summary>The 32-byte seed, <c>d</c>.</summary>
    internal ReadOnlySpan<byte> Seed => _seed;

    /// <summary>The key's id; <see langword="null"/> if it has none, or an empty one.</summary>
    internal string? KeyId { get; private set; }

    /// <summary>Reads a key from UTF-8, or says what is wrong with it in words that hold nothing of it.</summary>
    internal static Ed25519JsonWebKey? Read(ReadOnlySpan<byte> json, out string? fault)
    {
        var key = new Ed25519JsonWebKey();
        fault = key.FindFault(json);
        if (fault is null)
        {
            return key;
        }

        key.Dispose();
        return null;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_seed);

    private string? FindFault(ReadOnlySpan<byte> json) =>
        ReadJson(json) ?? FindMissingMember() ?? FindMismatch();

    private string? ReadJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return Utf8.IsValid(json) ? ReadMembers(json) : NotJson;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Dropped, as its message quotes what it stumbled over. The second kind is an escape that is no character.
            return NotJson;
        }
    }

    private string? ReadMembers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return NotJson;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ReadMember(ref reader) is { } fault)
            {
                return fault;
            }
        }

        // One more step makes the reader complain of anything behind the object.
        reader.Read();
        return null;
    }

    private string? ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("kty"u8))
        {
            return ReadConstant(ref reader, ref _hasKeyType, "kty", "OKP");
        }

        if (reader.ValueTextEquals("crv"u8))
        {
            return ReadConstant(ref reader, ref _hasCurve, "crv", "Ed25519");
        }

        if (reader.ValueTextEquals("x"u8))
        {
            return ReadBytes(ref reader, ref _hasPublicKey, "x", _publicKey);
        }

        if (reader.ValueTextEquals("d"u8))
        {
            return ReadBytes(ref reader, ref _hasSeed, "d", _seed);
        }

        if (reader.ValueTextEquals("kid"u8))
        {
            return ReadKeyId(ref reader);
        }

        reader.Skip();
        return null;
    }

    private static string? ReadConstant(ref Utf8JsonReader reader, ref bool isThere, string member, string expected)
    {
        if (isThere)
        {
            return Twice(member);
        }

        isThere = true;
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(expected)
            ? null
            : $"the key's '{member}' is not '{expected}'";
    }

    private static string? ReadBytes(ref Utf8JsonReader reader, ref bool isThere, string member, Span<byte> destination)
    {
        if (isThere)
        {
            return Twice(member);
        }

        isThere = true;
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            return $"the key's '{member}' is not a string";
        }

        var text = GC.AllocateUninitializedArray<byte>(reader.ValueSpan.Length, pinned: true);
        try
        {
            var length = reader.CopyString(text);
            return Base64UrlText.TryDecode(text.AsSpan(0, length), destination, out var written) && written == destination.Length
                ? null
                : $"the key's '{member}' is not {destination.Length} bytes in base64url";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private string? ReadKeyId(ref Utf8JsonReader reader)
    {
        if (_hasKeyId)
        {
            return Twice("kid");
        }

        _hasKeyId = true;
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
        {
            return "the key's 'kid' is not a string";
        }

        KeyId = reader.GetString() is { Length: > 0 } keyId ? keyId : null;
        return null;
    }

    private string? FindMissingMember() => this switch
    {
        { _hasKeyType: false } => "the key has no 'kty'",
        { _hasCurve: false } => "the key has no 'crv'",
        { _hasSeed: false } => "the key is a public key: it has no 'd'",
        { _hasPublicKey: false } => "the key has no 'x'",
        _ => null,
    };

    private string? FindMismatch()
    {
        Span<byte> publicKey = stackalloc byte[Ed25519ClientAssertionSigner.PublicKeySize];
        Ed25519.GeneratePublicKey(_seed, publicKey);
        return publicKey.SequenceEqual(_publicKey) ? null : "the key's 'x' is not the public key of its 'd'";
    }

    private static string Twice(string member) => $"the key has '{member}' twice";
}
