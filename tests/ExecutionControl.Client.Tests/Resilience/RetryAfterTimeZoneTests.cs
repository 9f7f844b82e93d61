using ExecutionControl.Client.Tests.ChildProcess;

namespace ExecutionControl.Client.Tests.Resilience;

public sealed class RetryAfterTimeZoneTests
{
    [Theory]
    [InlineData("Asia/Tokyo", "09:00:00")]
    [InlineData("America/Los_Angeles", "-08:00:00")]
    [InlineData("UTC", "00:00:00")]
    public async Task RetryAfterTests_HostInAnotherTimeZone_Pass(string zone, string offset)
    {
        var output = await ChildProgram.RunAsync(new Dictionary<string, string> { ["TZ"] = zone }, ChildProgram.RetryAfter);

        Assert.Equal($"{offset} {RetryAfterTests.Headers.Count + 1}", output.Trim());
    }
}
