using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Testing.Signatures;
using static ExecutionControl.Client.Tests.Authentication.ClientSecretText;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class ConductorOneClientSecretTests
{
    // Rows are looked up by name: a runner prints a theory's arguments, and these hold secrets.
    private static readonly Dictionary<string, (string Text, string Fault)> FaultRows = new(StringComparer.Ordinal)
    {
        ["empty"] = ("", "it is empty"),
        ["white space"] = (" \n", "it is empty"),
        ["one field"] = ("secret-token", "it has 1 of the 4 fields"),
        ["two fields"] = ("secret-token:conductorone.com", "it has 2 of the 4 fields"),
        ["three fields"] = ("secret-token:conductorone.com:v1", "it has 3 of the 4 fields"),
        ["the key alone"] = (SeedText, "it has 1 of the 4 fields"),
        ["first field"] = (Valid.Replace("secret-token", "public-token", StringComparison.Ordinal), "its first field"),
        ["first field's case"] = (Valid.Replace("secret", "Secret", StringComparison.Ordinal), "its first field"),
        ["second field"] = (Valid.Replace("conductorone.com", "conductor.one", StringComparison.Ordinal), "its second field"),
        ["another version"] = (Valid.Replace(":v1:", ":v2:", StringComparison.Ordinal), "the version, is not 'v1'"),
        ["no version"] = (Valid.Replace(":v1:", "::", StringComparison.Ordinal), "the version, is not 'v1'"),
        ["no key"] = (FromField(""), "the key, is empty"),
        ["a fifth field"] = ($"{Valid}:more", "the key, is not base64url"),
        ["another alphabet"] = (FromField("+/+/"), "the key, is not base64url"),
        ["no alphabet"] = (FromField("ä"), "the key, is not base64url"),
        ["half a surrogate"] = (FromField("\ud800"), "the key, is not base64url"),
        ["percent as padding"] = (FromField("e30%"), "the key, is not base64url"),
        ["impossible length"] = (FromField("e30e3"), "the key, is not base64url"),
        ["padding inside"] = (FromField("e3=0"), "the key, is not base64url"),
        ["no JSON"] = (FromJson("hunter2"), "the key is not a JSON object"),
        ["no UTF-8"] = (FromField("_w"), "the key is not a JSON object"),
        ["no object"] = (FromJson("[1]"), "the key is not a JSON object"),
        ["JSON null"] = (FromJson("null"), "the key is not a JSON object"),
        ["cut off"] = (FromJson(KeyJson[..^1]), "the key is not a JSON object"),
        ["cut off in a string"] = (FromJson(KeyJson[..^5]), "the key is not a JSON object"),
        ["something behind"] = (FromJson($"{KeyJson}{{}}"), "the key is not a JSON object"),
        ["half a surrogate in JSON"] = (FromJson(Members(more: ",\"kid\":\"\\ud800\"")), "the key is not a JSON object"),
        ["no members"] = (FromJson("{}"), "the key has no 'kty'"),
        ["no kty"] = (FromJson(KeyJson.Replace("kty", "Kty", StringComparison.Ordinal)), "the key has no 'kty'"),
        ["another kty"] = (FromJson(Members(kty: "\"EC\"")), "'kty' is not 'OKP'"),
        ["kty no string"] = (FromJson(Members(kty: "[\"OKP\"]")), "'kty' is not 'OKP'"),
        ["no crv"] = (FromJson(KeyJson.Replace("crv", "curve", StringComparison.Ordinal)), "the key has no 'crv'"),
        ["another curve"] = (FromJson(Members(crv: "\"X25519\"")), "'crv' is not 'Ed25519'"),
        ["crv null"] = (FromJson(Members(crv: "null")), "'crv' is not 'Ed25519'"),
        ["a public key"] = (FromJson(KeyJson.Replace("\"d\"", "\"e\"", StringComparison.Ordinal)), "a public key: it has no 'd'"),
        ["no x"] = (FromJson(KeyJson.Replace("\"x\"", "\"y\"", StringComparison.Ordinal)), "the key has no 'x'"),
        ["x no string"] = (FromJson(Members(x: "5")), "'x' is not a string"),
        ["d no string"] = (FromJson(Members(d: "{}")), "'d' is not a string"),
        ["d null"] = (FromJson(Members(d: "null")), "'d' is not a string"),
        ["x bad base64"] = (FromJson(Members(x: "\"***\"")), "'x' is not 32 bytes in base64url"),
        ["d bad base64"] = (FromJson(Members(d: "\"***\"")), "'d' is not 32 bytes in base64url"),
        ["x empty"] = (FromJson(Members(x: "\"\"")), "'x' is not 32 bytes in base64url"),
        ["x of 31 bytes"] = (FromJson(Members(x: Quoted(new string('A', 42)))), "'x' is not 32 bytes in base64url"),
        ["x of 33 bytes"] = (FromJson(Members(x: Quoted(new string('A', 44)))), "'x' is not 32 bytes in base64url"),
        ["d of 31 bytes"] = (FromJson(Members(d: Quoted(SeedText[..42]))), "'d' is not 32 bytes in base64url"),
        ["d of 33 bytes"] = (FromJson(Members(d: Quoted($"{SeedText}A"))), "'d' is not 32 bytes in base64url"),
        ["x of another d"] = (FromJson(Members(d: Quoted($"B{SeedText[1..]}"))), "'x' is not the public key of its 'd'"),
        ["x and d swapped"] = (FromJson(Members(x: Quoted(SeedText), d: Quoted(PublicKeyText))), "'x' is not the public key of its 'd'"),
        ["x no point of the curve"] = (FromJson(Members(x: Quoted(Base64Url.EncodeToString([2, .. new byte[31]])))), "'x' is not the public key of its 'd'"),
        ["x a point of small order"] = (FromJson(Members(x: Quoted(Base64Url.EncodeToString([1, .. new byte[31]])))), "'x' is not the public key of its 'd'"),
        ["x with the other sign"] = (FromJson(Members(x: Quoted(Base64Url.EncodeToString([.. PublicKey[..31], (byte)(PublicKey[31] ^ 0x80)])))), "'x' is not the public key of its 'd'"),
        ["kid no string"] = (FromJson(Members(more: ",\"kid\":7")), "'kid' is not a string"),
        ["kty twice"] = (FromJson(Members(more: ",\"kty\":\"OKP\"")), "the key has 'kty' twice"),
        ["crv twice"] = (FromJson(Members(more: ",\"crv\":\"Ed25519\"")), "the key has 'crv' twice"),
        ["x twice"] = (FromJson(Members(more: $",\"x\":\"{PublicKeyText}\"")), "the key has 'x' twice"),
        ["d twice"] = (FromJson(Members(more: $",\"d\":\"{SeedText}\"")), "the key has 'd' twice"),
        ["kid twice"] = (FromJson(Members(more: ",\"kid\":\"a\",\"kid\":\"b\"")), "the key has 'kid' twice"),
    };

    private static readonly Dictionary<string, string> AcceptedRows = new(StringComparer.Ordinal)
    {
        ["as written by the service"] = Valid,
        ["line break behind"] = $"{Valid}\n",
        ["white space around"] = $"  {Valid}\r\n",
        ["wrapped"] = $"{Valid[..60]}\n{Valid[60..]}",
        ["padding"] = FromField(Convert.ToBase64String(Encoding.UTF8.GetBytes(Members(more: " ")))),
        ["padding inside the key"] = FromJson(Members(x: Quoted($"{PublicKeyText}="), d: Quoted($"{SeedText}="))),
        ["other order"] = FromJson($$"""{"d":"{{SeedText}}","x":"{{PublicKeyText}}","crv":"Ed25519","kty":"OKP"}"""),
        ["more members before"] = FromJson($$"""{"key_ops":["sign",{"d":1}],"alg":{"d":2},"use":null,{{KeyJson[1..]}}"""),
        ["more members behind"] = FromJson(Members(more: ",\"key_ops\":[\"sign\",{\"d\":1}],\"alg\":{\"d\":2},\"use\":null")),
        ["escapes"] = FromJson(Members(d: Quoted($"\\u{(int)SeedText[0]:x4}{SeedText[1..]}"))),
        ["empty key id"] = ValidWithKeyId(""),
        ["key id null"] = FromJson(Members(more: ",\"kid\":null")),
    };

    public static TheoryData<string> Faults => [.. FaultRows.Keys];

    public static TheoryData<string> Accepted => [.. AcceptedRows.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_InvalidSecret_SaysWhatIsWrongAndNothingOfTheSecret(string name)
    {
        var (text, fault) = FaultRows[name];
        var exception = Assert.Throws<FormatException>(() => ConductorOneClientSecret.Parse(text));

        Assert.StartsWith("The ConductorOne client secret is invalid: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        AssertHoldsNothingOf(text, exception.Message);
        Assert.False(ConductorOneClientSecret.TryParse(text, out var secret));
        Assert.Null(secret);
    }

    [Fact]
    public void Faults_AllRows_AreTold()
    {
        // One message for everything would pass the rows' own check if the expected words were chosen loosely.
        var messages = FaultRows.Values.Select(row => Assert.Throws<FormatException>(
            () => ConductorOneClientSecret.Parse(row.Text)).Message).Distinct(StringComparer.Ordinal);

        Assert.Equal(FaultRows.Values.Select(row => row.Fault).Distinct(StringComparer.Ordinal).Count(), messages.Count());
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Parse_ValidSecret_CreatesASignerForItsKey(string name)
    {
        var text = AcceptedRows[name];
        using var secret = ConductorOneClientSecret.Parse(text);
        var signer = secret.CreateSigner();

        var signature = await signer.SignAsync(Encoding.UTF8.GetBytes(name), CancellationToken.None);

        Assert.True(Libsodium.Verify(PublicKey, Encoding.UTF8.GetBytes(name), signature));
        Assert.Null(signer.KeyId);
        Assert.True(ConductorOneClientSecret.TryParse(text, out var second));
        second.Dispose();
    }

    [Fact]
    public void Parse_KeyId_IsTheSigners()
    {
        using var secret = ConductorOneClientSecret.Parse(ValidWithKeyId("key-1"));

        Assert.Equal("key-1", secret.CreateSigner().KeyId);
    }

    [Fact]
    public void Parse_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => ConductorOneClientSecret.Parse(null!));
        Assert.False(ConductorOneClientSecret.TryParse(null, out _));
    }

    [Fact]
    public void Texts_ValidSecret_HoldNothingOfIt()
    {
        using var secret = ConductorOneClientSecret.Parse(ValidWithKeyId("key-1"));
        var signer = secret.CreateSigner();
        var display = typeof(ConductorOneClientSecret).GetCustomAttribute<DebuggerDisplayAttribute>();

        Assert.Equal("ConductorOneClientSecret (hidden)", secret.ToString());
        Assert.Equal(secret.ToString(), display?.Value);
        Assert.Equal(typeof(Ed25519ClientAssertionSigner).FullName, signer.ToString());

        // Whatever is public can end in a log by reflection: the secret offers nothing.
        Assert.Empty(typeof(ConductorOneClientSecret).GetProperties());
        Assert.Empty(typeof(ConductorOneClientSecret).GetFields());
    }

    [Fact]
    public async Task Dispose_AfterwardsSignersWorkOnAndNoneIsCreated()
    {
        var secret = ConductorOneClientSecret.Parse(Valid);
        var signer = secret.CreateSigner();

        secret.Dispose();

        Assert.True(Libsodium.Verify(PublicKey, [1], await signer.SignAsync(new byte[] { 1 }, CancellationToken.None)));
        Assert.Throws<ObjectDisposedException>(secret.CreateSigner);
    }

    // The constant fields and the names of a JSON Web Key's members are no secret; any other run of six characters is.
    private static void AssertHoldsNothingOf(string secret, string message)
    {
        var inner = secret.Split(':') is [_, _, _, var field] ? field : secret;
        foreach (var text in new[] { inner, SeedText, PublicKeyText, "hunter2" })
        {
            for (var start = 0; start + 6 <= text.Length; start++)
            {
                var piece = text.Substring(start, 6);
                Assert.True(
                    "secret-token:conductorone.com:v1".Contains(piece, StringComparison.Ordinal)
                        || !message.Contains(piece, StringComparison.Ordinal),
                    string.Create(CultureInfo.InvariantCulture, $"The message holds the piece at {start}."));
            }
        }
    }
}
