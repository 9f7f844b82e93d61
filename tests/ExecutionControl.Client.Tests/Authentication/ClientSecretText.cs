using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>Writes client secrets as ConductorOne does, and as it does not, without the code that is tested.</summary>
internal static class ClientSecretText
{
    internal static byte[] Seed { get; } = [.. Enumerable.Range(65, 32).Select(number => (byte)number)];

    internal static string SeedText { get; } = Base64Url.EncodeToString(Seed);

    internal static byte[] PublicKey { get; } = Libsodium.PublicKey(Seed);

    internal static string PublicKeyText { get; } = Base64Url.EncodeToString(PublicKey);

    internal static string KeyJson { get; } = Members();

    internal static string Valid { get; } = FromJson(KeyJson);

    internal static string ValidWithKeyId(string keyId) => FromJson(Members(more: $",\"kid\":\"{keyId}\""));

    internal static string Members(
        string kty = "\"OKP\"", string crv = "\"Ed25519\"", string? x = null, string? d = null, string more = "") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"kty":{{kty}},"crv":{{crv}},"x":{{x ?? Quoted(PublicKeyText)}},"d":{{d ?? Quoted(SeedText)}}{{more}}}""");

    internal static string Quoted(string text) => $"\"{text}\"";

    internal static string FromJson(string json) => FromField(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)));

    internal static string FromField(string field) => $"secret-token:conductorone.com:v1:{field}";
}
