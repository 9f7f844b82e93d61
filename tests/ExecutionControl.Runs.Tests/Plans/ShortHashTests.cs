using System.Security.Cryptography;
using System.Text;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Plans;

public sealed class ShortHashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(ShortHash.Limit)]
    public void Of_AnyBytes_IsTheSystemsSha256(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(SHA256.HashData(bytes), ShortHash.Of(bytes));
    }

    /// <summary>The digest of a plan is one thing, short or long: what one process has written another compares.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public void PlanDigest_AnyLength_IsTheHashOfItsLines(int targets)
    {
        var header = RunsWorld.Header();
        var planned = Enumerable.Range(1, targets).Select(id => RunsWorld.Terminate(id)).ToList();
        byte[] lines = [.. PlanText.Write(header), (byte)'\n', .. planned.SelectMany(target => PlanText.Write(target).Append((byte)'\n'))];

        Assert.Equal($"{PlanDigest.Prefix}{Convert.ToHexStringLower(SHA256.HashData(lines))}", PlanDigest.Of(header, planned));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("Größe ☃")]
    public void HistoryChain_RowOfAnyNumber_HasTheSameHash(string content)
    {
        var before = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
        var expected = SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(content)]);

        Assert.All([0, 1, 10, 11, 1_000_000], number => Assert.Equal(expected, HistoryChain.Next(before, content, number)));
    }

    /// <summary>A row that is long, or has a long number, takes the other way.</summary>
    [Fact]
    public void HistoryChain_LongRow_HasTheSameHash()
    {
        var content = new string('x', ShortHash.Limit + 1);

        Assert.Equal(SHA256.HashData([.. HistoryChain.Beginning, .. Encoding.UTF8.GetBytes(content)]), HistoryChain.Next(HistoryChain.Beginning, content, 1));
    }
}
