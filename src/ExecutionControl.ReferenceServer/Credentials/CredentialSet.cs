using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Credentials;

/// <summary>The secrets that one server accepts, before it is known where it listens.</summary>
internal sealed class CredentialSet
{
    /// <summary>The organization that the seeded agent runs and the Codegen token belong to.</summary>
    public const long OrganizationId = 42;

    // Anybody may read these: they open nothing but a server on this machine's loopback address. Made from
    // SHA-256("ExecutionControl published sandbox key 6"), the first number whose d and x have neither '-' nor '_' in base64url; one of
    // the vendor's own clients decodes the plain base64 alphabet only. The JSON around them is ASCII without '>', '?' and '~', so its own
    // base64url has neither, too, and "sandbox-1" makes its length a multiple of three, so that decoders that insist on padding miss none.
    private const string PublishedKeyId = "sandbox-1";
    private const string PublishedX = "A8ZWy44awbmh9jdsOyOHUBgpXPluzy4fbddyyRdsCR0";
    private const string PublishedD = "Fk0g9LmrCyl1N1HJHhT5uY7GSJpEWlKIBWSt38s8c18";
    private const string PublishedCodegenToken = "sandbox-codegen-token-opens-loopback-only";
    private const string ClientName = "sandbox";
    private const string ClientSuffix = "spc";
    private const string PublishedKubiyaKey = "sandbox-kubiya-key-opens-loopback-only";

    private CredentialSet(string keyId, string x, string d, string codegenToken, string kubiyaKey)
    {
        Client = new RegisteredClient(ClientName, ClientSuffix, keyId, Base64Url.DecodeFromChars(x));
        ClientSecret = new Lazy<string>(() => SecretOf(keyId, x, d));
        CodegenToken = codegenToken;
        KubiyaKey = kubiyaKey;
    }

    /// <summary>The first client that ConductorOne's token endpoint knows.</summary>
    public RegisteredClient Client { get; }

    /// <summary>Written when somebody asks for it: not everybody mints tokens.</summary>
    public Lazy<string> ClientSecret { get; }

    public string CodegenToken { get; }

    public string KubiyaKey { get; }

    /// <summary>The published sandbox credentials, for loopback.</summary>
    public static CredentialSet Published() =>
        new(PublishedKeyId, PublishedX, PublishedD, PublishedCodegenToken, PublishedKubiyaKey);

    /// <summary>Random credentials, for addresses that others can reach.</summary>
    public static CredentialSet Generate()
    {
        var pair = Ed25519KeyPair.Generate();
        return new CredentialSet(
            "generated-1", Base64Url.EncodeToString(pair.PublicKey), Base64Url.EncodeToString(pair.Seed), RandomText(), RandomText());
    }

    /// <summary>The id of the first client at a host.</summary>
    public static string ClientIdAt(string authority) => $"{ClientName}@{authority}/{ClientSuffix}";

    /// <summary>The client secret of a key.</summary>
    public static string SecretOf(string keyId, string x, string d)
    {
        var key = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(key))
        {
            json.WriteStartObject();
            json.WriteString("kty", "OKP");
            json.WriteString("crv", "Ed25519");
            json.WriteString("kid", keyId);
            json.WriteString("x", x);
            json.WriteString("d", d);
            json.WriteEndObject();
        }

        return "secret-token:conductorone.com:v1:" + Base64Url.EncodeToString(key.WrittenSpan);
    }

    public static string RandomText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
