using System.Security.Cryptography;
using System.Text;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Names a token in a store. The secret is part of it, so that a wrong one never gets a token that the right one minted; it has 256 random
/// bits, so that its hash tells nobody anything.
/// </summary>
internal static class TokenStoreKey
{
    public static string Of(Uri server, ConductorOneClientId clientId, string kind, string secret)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { "ExecutionControl token 1", server.AbsoluteUri, clientId.ToString(), kind, secret })
        {
            var bytes = Encoding.UTF8.GetBytes(part);

            // With its length before it, no part can be taken for the end of another.
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
            CryptographicOperations.ZeroMemory(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
