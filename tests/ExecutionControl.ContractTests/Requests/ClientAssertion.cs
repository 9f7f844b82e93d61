using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.ContractTests.Requests;

/// <summary>A client assertion as the token endpoint gets it, read without the code that made it.</summary>
internal sealed class ClientAssertion
{
    private readonly byte[] _signingInput;
    private readonly byte[] _signature;

    private ClientAssertion(string header, string claims, string signature)
    {
        _signingInput = Encoding.ASCII.GetBytes($"{header}.{claims}");
        _signature = Base64Url.DecodeFromChars(signature);
        Header = JsonNode.Parse(Base64Url.DecodeFromChars(header))!.AsObject();
        Claims = JsonNode.Parse(Base64Url.DecodeFromChars(claims))!.AsObject();
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    public string Nonce => Header["nonce"]!.GetValue<string>();

    public static ClientAssertion Parse(string compact)
    {
        var parts = compact.Split('.');
        Assert.Equal(3, parts.Length);
        return new ClientAssertion(parts[0], parts[1], parts[2]);
    }

    public bool IsSignedBy(byte[] publicKey) => Libsodium.Verify(publicKey, _signingInput, _signature);
}
