using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class LimitTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Token_BodyAbove64KiB_IsTooLargeAndLeavesNothingInTheJournal()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        var fits = await caller.PostAsync(TokenRequest.Path, "client_id=" + new string('x', (64 * 1024) - 10), Form);
        Assert.Equal(HttpStatusCode.BadRequest, fits.Status);

        // Without this the client may still be sending when the server, which has seen enough, closes the connection.
        using var content = new StringContent("client_id=" + new string('x', (64 * 1024) - 9), new MediaTypeHeaderValue(Form));
        var tooLarge = await caller.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, TokenRequest.Path)) { Content = content, Headers = { ExpectContinue = true } });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.Status);
        Assert.Equal("invalid_request", tooLarge.Json.GetProperty("error").GetString());
        Assert.All(server.Journal.Entries, entry => Assert.True(entry.Target is null or { Length: <= 256 }));
    }

    [Fact]
    public async Task Journal_OverlongFields_AreCut()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Nobody(server);
        await caller.PostAsync(TokenRequest.Path, $"grant_type=client_credentials&client_id={new string('c', 10_000)}", Form);
        await caller.GetAsync($"/api/v1/automations/{new string('a', 5000)}");
        await caller.PostAsync("/api/v1/executions/x/pause", "{}", new string('t', 5000));
        Assert.Equal((256, 2048, 256), (
            server.Journal.Entries[0].Target!.Length, server.Journal.Entries[1].RawPath.Length, server.Journal.Entries[2].ContentType!.Length));
        Assert.EndsWith("…", server.Journal.Entries[1].RawPath, StringComparison.Ordinal);
        Assert.Equal(256, server.Journal.Entries[1].Target!.Length);
    }

    [Fact]
    public void Journal_ManyLongEntries_StaysWithinItsBytes()
    {
        var journal = new RequestJournal();
        var path = new string('p', 8000);
        for (var i = 0; i < 50_000; i++)
        {
            journal.Add(new ReceivedRequest(default, ServiceNames.Kubiya, OperationNames.Unmatched, "GET", path, path, path));
        }

        var entries = journal.Entries;
        Assert.InRange(entries.Sum(entry => (long)entry.Size), RequestJournal.CapacityInBytes - 10_000, RequestJournal.CapacityInBytes);
        Assert.Equal((50_000L, 50_000), (entries[^1].Sequence, journal.Count(OperationNames.Unmatched)));
    }

    [Fact]
    public void Journal_RequestIsStillUnderWayWhenItIsForgotten_WritesIntoNoOther()
    {
        var journal = new RequestJournal();
        var slow = Add("slow");
        var quick = Add("quick");
        quick.IsOver = true;
        var kept = journal.Entries;
        for (var i = 0; i <= RequestJournal.Capacity; i++)
        {
            Add("later").IsOver = true;
        }

        // The quick one's record holds another by now, the slow one's does not.
        slow.Status = 500;
        quick.Status = 204;
        var entries = journal.Entries;
        Assert.Equal([.. Enumerable.Range(4, RequestJournal.Capacity).Select(number => (long)number)], entries.Select(entry => entry.Sequence));
        Assert.Equal([204], entries.Select(entry => entry.Status).OfType<int>());
        Assert.Equal([("/slow", "slow", null), ("/quick", "quick", (int?)null)], kept.Select(entry => (entry.RawPath, entry.Target!, entry.Status)));

        JournalRecord Add(string id) => journal.Add(new ReceivedRequest(default, ServiceNames.Kubiya, OperationNames.Unmatched, "GET", $"/{id}", id, null));
    }

    [Fact]
    public void BodyHash_BodiesInTurn_IsEachOnesOwn()
    {
        var hashes = new BodyHashes();
        byte[][] bodies = ["{}"u8.ToArray(), [], "{}"u8.ToArray(), "{ }"u8.ToArray(), new byte[128], new byte[129], new byte[128]];
        Assert.All(bodies, body => Assert.Equal(SHA256.HashData(body), hashes.Of(body)));
    }

    [Fact]
    public async Task Connections_AboveTheLimit_AreClosedAndTheOthersServed()
    {
        await using var server = await ReferenceServer.StartAsync();
        var connections = new List<Socket>();
        try
        {
            for (var i = 0; i < 1024 + 8; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                connections.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port);
            }

            // One that is turned away is closed at once, without a byte.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var buffer = new byte[1];
            Assert.Equal(0, await ReceiveAsync(connections[^1], buffer, patience.Token));

            var first = connections[0];
            await first.SendAsync("GET /api/v1/executions HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), patience.Token);
            Assert.Equal((byte)'H', await ReceiveAsync(first, buffer, patience.Token) == 1 ? buffer[0] : 0);
        }
        finally
        {
            connections.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("acme.test:0")]
    [InlineData("acme.test:99999")]
    [InlineData("acme.test/x")]
    [InlineData("..")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("[::1")]
    [InlineData("http://acme.test")]
    [InlineData("ümlaut.test")]
    public async Task AddClientAsync_TenantThatIsNoHost_IsRefusedAndNotStored(string tenant)
    {
        await using var server = await ReferenceServer.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => server.AddClientAsync("acme", tenant: tenant));
        await Assert.ThrowsAsync<ArgumentException>(() => server.AddClientAsync("acme", tenant: new string('a', 254)));
        Assert.Throws<KeyNotFoundException>(() => server.StateOf(tenant));
    }

    [Fact]
    public async Task AddClientAsync_TenantWhoseFileCannotBeMade_IsNotATenantOfLaterStarts()
    {
        using var folder = new TemporaryFolder();

        // With the longest host behind it, the name is longer than any file's.
        var options = new ReferenceServerOptions { StateFile = folder.File(new string('s', 100)) };
        var tenant = string.Join('.', Enumerable.Repeat(new string('a', 49), 4)) + ".test";
        await using (var server = await ReferenceServer.StartAsync(options))
        {
            await Assert.ThrowsAnyAsync<Exception>(() => server.AddClientAsync("acme", tenant: tenant));
        }

        await using var later = await ReferenceServer.StartAsync(options);
        Assert.Throws<KeyNotFoundException>(() => later.StateOf(tenant));
    }

    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (SocketException)
        {
            // A reset is an end as well.
            return 0;
        }
    }
}
