using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// The secret of a ConductorOne client credential: <c>secret-token:conductorone.com:v1:</c> and a private Ed25519 key. It is
/// never sent: it signs the assertions that are.
/// </summary>
/// <remarks>
/// <para>
/// The last field is base64url of a JSON Web Key with <c>kty</c> OKP, <c>crv</c> Ed25519, <c>x</c> and <c>d</c>, and optionally
/// <c>kid</c>. ConductorOne writes base64url without padding; padding, and white space around the secret or inside its last
/// field, are accepted, since they change nothing.
/// </para>
/// <para>No text that this type gives, in messages or a debugger, holds any part of the secret. Disposing erases the key.</para>
/// </remarks>
[DebuggerDisplay(Hidden)]
public sealed class ConductorOneClientSecret : IDisposable
{
    private const string Hidden = "ConductorOneClientSecret (hidden)";

    private const int FieldCount = 4;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Ed25519JsonWebKey _key;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private bool _isDisposed;

    private ConductorOneClientSecret(Ed25519JsonWebKey key) => _key = key;

    /// <summary>Reads a client secret.</summary>
    /// <param name="value">The whole secret, as ConductorOne gave it.</param>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">It is no client secret. The message says why, without any part of the value.</exception>
    public static ConductorOneClientSecret Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Read(value, out var fault) ?? throw new FormatException(
            $"The ConductorOne client secret is invalid: {fault}. Copy it again as a whole, or create a new credential at ConductorOne.");
    }

    /// <summary>Reads a client secret, if it is one.</summary>
    /// <param name="value">The whole secret, as ConductorOne gave it.</param>
    /// <param name="clientSecret">The client secret, or <see langword="null"/> if the value is none.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? value, [NotNullWhen(true)] out ConductorOneClientSecret? clientSecret)
    {
        clientSecret = value is null ? null : Read(value, out _);
        return clientSecret is not null;
    }

    /// <summary>
    /// Creates a signer with a copy of the key. It works on after this secret is disposed; it is <see cref="IDisposable"/>
    /// itself, and disposing it erases its copy.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The secret is disposed.</exception>
    public IClientAssertionSigner CreateSigner()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new Ed25519ClientAssertionSigner(_key.Seed, _key.KeyId);
    }

    /// <summary>A fixed text that holds no part of the secret.</summary>
    public override string ToString() => Hidden;

    /// <summary>Erases the key from memory. The string that was parsed is not ours to erase.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _key.Dispose();
    }

    private static ConductorOneClientSecret? Read(string value, out string? fault)
    {
        var text = value.AsSpan().Trim();
        Span<Range> fields = stackalloc Range[FieldCount];
        var count = text.Split(fields, ':');
        fault = text.IsEmpty ? "it is empty"
            : count < FieldCount ? $"it has {count} of the {FieldCount} fields that ':' joins"
            : !text[fields[0]].SequenceEqual("secret-token") ? "its first field is not 'secret-token'"
            : !text[fields[1]].SequenceEqual("conductorone.com") ? "its second field is not 'conductorone.com'"
            : !text[fields[2]].SequenceEqual("v1") ? "its third field, the version, is not 'v1', the only one that is known"
            : text[fields[3]].IsEmpty ? "its fourth field, the key, is empty"
            : null;

        return fault is null && ReadKey(text[fields[3]], out fault) is { } key ? new ConductorOneClientSecret(key) : null;
    }

    private static Ed25519JsonWebKey? ReadKey(ReadOnlySpan<char> field, out string? fault)
    {
        // Pinned: the collector leaves no copies behind.
        var encoded = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(field), pinned: true);
        var json = GC.AllocateUninitializedArray<byte>(encoded.Length, pinned: true);
        try
        {
            Encoding.UTF8.GetBytes(field, encoded);
            if (!Base64UrlText.TryDecode(encoded, json, out var length))
            {
                fault = "its fourth field, the key, is not base64url";
                return null;
            }

            return Ed25519JsonWebKey.Read(json.AsSpan(0, length), out fault);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
            CryptographicOperations.ZeroMemory(json);
        }
    }
}
