using System.Text;
using ExecutionControl.Client;
using ExecutionControl.Runs.Tests.Support;

namespace ExecutionControl.Runs.Tests.Plans;

public sealed class PlanTests
{
    private const string Head = "{\"plan\":\"execution-control/plan/v1\",\"created\":\"2026-01-01T00:00:00Z\",\"accounts\":";

    private static readonly PlannedTarget[] _targets =
    [
        RunsWorld.Terminate(42) with { State = "AUTOMATION_EXECUTION_STATE_WAITING" },
        RunsWorld.Resume(7) with { Input = """{ "prompt": "go on; \"now\" – ☃" }""" },
        RunsWorld.Pause(3),
        RunsWorld.Disable("aut_1"),
    ];

    [Fact]
    public async Task Plan_WrittenAndRead_IsTheSame()
    {
        var (bytes, written) = await WriteAsync(_targets);

        using var stream = new MemoryStream(bytes);
        await using var reader = await PlanReader.OpenAsync(stream);
        var read = await reader.ReadTargetsAsync().ToListAsync();

        Assert.Equal(4, written.Count);
        Assert.Equal(written, reader.Summary);
        Assert.Equal("because", reader.Header.Reason);
        Assert.Equal(
            _targets.Select(target => (target.Operation, target.Id, target.State)),
            read.Select(target => (target.Operation, target.Id, target.State)));
        Assert.Equal("""{"prompt":"go on; \"now\" – ☃"}""", read[1].Input);
        Assert.Equal(6, Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Plan_SpacedAnew_IsNoEdit()
    {
        var (bytes, written) = await WriteAsync(_targets);
        var text = Encoding.UTF8.GetString(bytes).Replace("\",\"", "\" ,  \"", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        var spaced = Encoding.UTF8.GetBytes("\n" + text);

        var (_, summary) = await CheckAsync(spaced);

        Assert.Equal(written, summary);
    }

    [Theory]
    [InlineData("\"id\":\"42\"", "\"id\":\"43\"")]
    [InlineData("go on", "stop")]
    [InlineData("because", "for no reason")]
    [InlineData("\"state\":\"running\"", "\"state\":\"paused\"")]
    public async Task Check_PlanEdited_IsRefusedOrANewPlan(string before, string after)
    {
        var (bytes, written) = await WriteAsync(_targets);
        var edited = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace(before, after, StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<PlanFormatException>(() => CheckAsync(edited));
        var (_, accepted) = await CheckAsync(edited, new PlanReaderOptions { AcceptEdited = true });

        Assert.True(refused.IsEdited);
        Assert.True(accepted.IsEdited);
        Assert.NotEqual(written.Digest, accepted.Digest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Check_LinesTakenOut_IsRefused(int line)
    {
        var (bytes, _) = await WriteAsync(_targets);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        lines.RemoveAt(line);

        var refused = await Assert.ThrowsAsync<PlanFormatException>(() => CheckAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        Assert.True(refused.IsEdited);
    }

    [Fact]
    public async Task Check_PlanCutOff_IsRefusedAtEveryByte()
    {
        var (bytes, _) = await WriteAsync(_targets);
        for (var length = 0; length < bytes.Length - 1; length++)
        {
            await Assert.ThrowsAsync<PlanFormatException>(() => CheckAsync(bytes[..length]));
        }
    }

    [Theory]
    [InlineData("{\"service\":\"Kubiya\",\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"\\ud800\"}", "text")]
    [InlineData("{\"service\":\"Kubiya\",\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"../x\"}", "slash")]
    [InlineData("{\"service\":\"Kubiya\",\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"\"}", "empty")]
    [InlineData("{\"service\":\"Codegen\",\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"x\"}", "Kubiya")]
    [InlineData("{\"operation\":\"executions.get\",\"account\":\"test\",\"id\":\"x\"}", "changes nothing")]
    [InlineData("{\"operation\":\"executions.explode\",\"account\":\"test\",\"id\":\"x\"}", "no operation")]
    [InlineData("{\"operation\":\"executions.pause\",\"account\":\"other\",\"id\":\"x\"}", "no account")]
    [InlineData("{\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"x\",\"id\":\"y\"}", "no JSON object")]
    [InlineData("{\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"x\",\"token\":\"y\"}", "not known")]
    [InlineData("{\"operation\":\"executions.pause\",\"account\":\"test\",\"id\":\"x\",\"input\":{\"prompt\":\"y\"}}", "takes no prompt")]
    [InlineData("{\"operation\":\"executions.terminate\",\"account\":\"test\",\"id\":\"x\"}", "reason is missing")]
    [InlineData("{\"operation\":\"agent-runs.resume\",\"account\":\"test\",\"id\":\"7\",\"input\":{\"prompt\":\" \"}}", "prompt is missing")]
    [InlineData("{\"operation\":\"agent-runs.resume\",\"account\":\"test\",\"id\":\"7\",\"input\":{\"prompt\":\"\\udfff\"}}", "no JSON object")]
    [InlineData("{\"operation\":\"agent-runs.ban\",\"account\":\"test\",\"id\":\"0\"}", "positive number")]
    [InlineData("{\"operation\":\"automation-executions.terminate\",\"account\":\"test\",\"id\":\"9223372036854775808\"}", "64-bit")]
    [InlineData("{\"operation\":\"automations.resolve-paused\",\"account\":\"test\",\"id\":\"x\",\"input\":{\"decision\":\"maybe\"}}", "decision")]
    [InlineData("[]", "not of the kind")]
    [InlineData("{", "no JSON object")]
    public async Task Check_LineThatCannotBeUsed_IsRefusedWithItsNumber(string line, string complaint)
    {
        var (bytes, _) = await WriteAsync(_targets);
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        lines.Insert(2, line);

        var refused = await Assert.ThrowsAsync<PlanFormatException>(
            () => CheckAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), new PlanReaderOptions { AcceptEdited = true }));

        Assert.Equal(3, refused.Line);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON at all")]
    [InlineData("{}")]
    [InlineData("{\"plan\":\"execution-control/plan/v2\"}")]
    [InlineData("{\"plan\":\"execution-control/plan/v1\"}")]
    [InlineData("{\"plan\":\"execution-control/plan/v1\",\"created\":\"yesterday\",\"accounts\":[]}")]
    [InlineData(Head + "[{\"service\":\"Kubiya\",\"account\":\"a\",\"secret\":\"s\"}]}")]
    [InlineData(Head + "[{\"service\":\"Kubiya\",\"account\":\"a\",\"server\":\"https://u:p@h\"}]}")]
    [InlineData("{\"resources\":[],\"terraform_version\":\"1.0\"}")]
    public async Task Open_SomebodyElsesFormat_IsRefused(string text) =>
        await Assert.ThrowsAsync<PlanFormatException>(() => CheckAsync(Encoding.UTF8.GetBytes(text), new PlanReaderOptions { AcceptEdited = true }));

    [Fact]
    public async Task Open_LineWithoutEnd_IsRefusedWithoutReadingOn()
    {
        using var endless = new EndlessStream();

        await Assert.ThrowsAsync<PlanFormatException>(() => PlanReader.OpenAsync(endless));

        Assert.InRange(endless.Count, 1, 100 * 1024 * 1024);
    }

    [Fact]
    public async Task Write_IdOfManySpellings_IsOne()
    {
        var (bytes, _) = await WriteAsync(
        [
            RunsWorld.Terminate(1) with { Id = "+007" },
            RunsWorld.Pause(1) with { Id = "AAAAAAAA-0000-4000-8000-000000000001" },
        ]);

        var text = Encoding.UTF8.GetString(bytes);

        Assert.Contains("\"id\":\"7\"", text, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"aaaaaaaa-0000-4000-8000-000000000001\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executions.pause", "running", "running", true)]
    [InlineData("executions.pause", "running", "WAITING_FOR_INPUT", true)]
    [InlineData("executions.pause", "running", "paused", false)]
    [InlineData("executions.pause", "running", "completed", false)]
    [InlineData("executions.resume", "paused", "running", false)]
    [InlineData("executions.terminate", "running", "paused", true)]
    [InlineData("executions.terminate", "running", "failed", false)]
    [InlineData("automation-executions.terminate", "AUTOMATION_EXECUTION_STATE_PENDING", "AUTOMATION_EXECUTION_STATE_WAITING", true)]
    [InlineData("automation-executions.terminate", "AUTOMATION_EXECUTION_STATE_PENDING", "AUTOMATION_EXECUTION_STATE_DONE", false)]
    [InlineData("agent-runs.resume", "PAUSED", "ACTIVE", false)]
    [InlineData("agent-runs.resume", "PAUSED", "SOMETHING_NEW", false)]
    [InlineData("automations.disable", "enabled", "disabled", false)]
    [InlineData("automations.disable", null, "disabled", true)]
    [InlineData("agent-runs.ban", "ACTIVE", null, true)]
    public void IsStill_StateSeenAndStateNow_GoesByTheOperation(string operation, string? seen, string? now, bool expected) =>
        Assert.Equal(expected, TargetState.IsStill(ControlOperations.Find(operation)!, seen, now));

    private static async Task<(byte[] Bytes, PlanSummary Summary)> WriteAsync(IEnumerable<PlannedTarget> targets)
    {
        using var stream = new MemoryStream();
        await using var writer = await PlanWriter.CreateAsync(stream, RunsWorld.Header("because"));
        foreach (var target in targets)
        {
            await writer.WriteAsync(target);
        }

        var summary = await writer.CompleteAsync();
        return (stream.ToArray(), summary);
    }

    private static async Task<(PlanHeader Header, PlanSummary Summary)> CheckAsync(byte[] plan, PlanReaderOptions? options = null)
    {
        using var stream = new MemoryStream(plan);
        return await PlanReader.CheckAsync(stream, options);
    }

    private sealed class EndlessStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Count += count;
            buffer.AsSpan(offset, count).Clear();
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
