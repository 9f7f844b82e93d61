using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ExecutionControl.Reference.Https;

/// <summary>
/// The hosts that an authority can vouch for, as the name constraints of RFC 5280 say it: a key that gets lost opens no other. .NET writes no
/// such extension itself.
/// </summary>
/// <param name="Hosts">Names of hosts, which their subdomains are covered by, in lower case.</param>
/// <param name="Addresses">Addresses, each with its mask behind it.</param>
internal sealed record PermittedNames(IReadOnlySet<string> Hosts, IReadOnlySet<string> Addresses)
{
    private static readonly Asn1Tag Permitted = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag HostName = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>The loopback names and addresses, and one host.</summary>
    public static PermittedNames Of(string host)
    {
        var hosts = new HashSet<string>(StringComparer.Ordinal) { "localhost" };
        var addresses = new HashSet<string>(StringComparer.Ordinal) { "7F000000FF000000", Convert.ToHexString(Single(IPAddress.IPv6Loopback)) };
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            hosts.Add(host.ToLowerInvariant());
        }
        else if (!IPAddress.IsLoopback(address))
        {
            addresses.Add(Convert.ToHexString(Single(address)));
        }

        return new PermittedNames(hosts, addresses);
    }

    /// <summary>Reads the extension; what is none permits nothing.</summary>
    public static PermittedNames Read(X509Extension extension)
    {
        var hosts = new HashSet<string>(StringComparer.Ordinal);
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            var subtrees = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence(Permitted);
            while (subtrees.HasData)
            {
                var subtree = subtrees.ReadSequence();
                if (subtree.PeekTag().HasSameClassAndValue(HostName))
                {
                    hosts.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, HostName));
                }
                else
                {
                    addresses.Add(Convert.ToHexString(subtree.ReadOctetString(Address)));
                }
            }
        }
        catch (AsnContentException)
        {
            return new PermittedNames(new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        }

        return new PermittedNames(hosts, addresses);
    }

    /// <summary>Whether all of these are permitted.</summary>
    public bool Covers(PermittedNames wanted) => Hosts.IsSupersetOf(wanted.Hosts) && Addresses.IsSupersetOf(wanted.Addresses);

    /// <summary>These and others.</summary>
    public PermittedNames Union(PermittedNames others) => new(
        Hosts.Union(others.Hosts, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal),
        Addresses.Union(others.Addresses, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal));

    /// <summary>The extension's content.</summary>
    public byte[] ToDer()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(Permitted))
        {
            foreach (var host in Hosts.Order(StringComparer.Ordinal))
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, host, HostName);
                }
            }

            foreach (var address in Addresses.Order(StringComparer.Ordinal))
            {
                using (writer.PushSequence())
                {
                    writer.WriteOctetString(Convert.FromHexString(address), Address);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Single(IPAddress address) =>
        [.. address.GetAddressBytes(), .. Enumerable.Repeat((byte)0xFF, address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16)];
}
