using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Every exit code of the table, from a real cause, in every format.</summary>
public sealed partial class EveryExitCodeTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";

    private static readonly Dictionary<ExitCode, Func<UserFolder, string[], Task<EctlResult>>> Causes = new()
    {
        [ExitCode.Success] = (user, format) => AtReferenceServerAsync(user, ["executions", "pause", Running, .. format]),
        [ExitCode.Fault] = FaultAsync,
        [ExitCode.NotSent] = (user, format) => Ectl.RunAsync(user, ["executions", "pause", Running, "--timeout", "soon", .. format]),
        [ExitCode.Credentials] = (user, format) => AtReferenceServerAsync(user, ["executions", "pause", Running, .. format], "KUBIYA_API_KEY", "a-wrong-key-4711"),
        [ExitCode.NotFound] = (user, format) => AtReferenceServerAsync(user, ["executions", "pause", "99999999-9999-4999-8999-999999999999", .. format]),
        [ExitCode.Refused] = (user, format) => AtReferenceServerAsync(user, ["executions", "cancel", "--yes", "22222222-2222-4222-8222-222222222222", .. format]),
        [ExitCode.Partial] = PartialAsync,
        [ExitCode.NotApplied] = NotAppliedAsync,
        [ExitCode.Unknown] = UnknownAsync,
        [ExitCode.Unconfirmed] = (user, format) => AtReferenceServerAsync(
            user,
            ["automation-executions", "terminate", "--yes", "9007199254740993", "--wait", "--timeout", "1s", .. format],
            options: new ReferenceServerOptions { TerminateDelay = TimeSpan.FromHours(1) }),
        [ExitCode.Contradicted] = ContradictedAsync,
        [ExitCode.HungUp] = (user, format) => SignalledAsync(user, format, ectl => ectl.HangUp()),
        [ExitCode.Interrupted] = (user, format) => SignalledAsync(user, format, ectl => ectl.Interrupt()),
        [ExitCode.Terminated] = (user, format) => SignalledAsync(user, format, ectl => ectl.Terminate()),
    };

    private readonly UserFolder _user = new();

    /// <summary>The numbers in the table that people read.</summary>
    public static TheoryData<int> DocumentedCodes { get; } = [.. Documented()];

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(DocumentedCodes))]
    public async Task ExitCode_RealCause_IsGivenInEveryFormat(int code)
    {
        var cause = Causes[(ExitCode)code];

        var results = await Task.WhenAll(cause(_user, []), cause(_user, ["--output", "json"]), cause(_user, ["--output", "jsonl"]));

        var isAnswer = (ExitCode)code is ExitCode.Success or ExitCode.Partial or ExitCode.Unconfirmed or ExitCode.Contradicted;
        Assert.All(results, result => result.ShouldExitWith(code));
        Assert.Equal(isAnswer, results[0].Output.Length > 0);
        Assert.True(isAnswer || results[0].Error.Length > 0);
        Assert.All(results[1..], result => AssertDocument(isAnswer ? result.OutputDocument() : result.ErrorDocument(), code));
    }

    [Fact]
    public void ExitCodes_Documented_AreThoseOfTheTool() =>
        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => (int)code), Documented());

    private static void AssertDocument(JsonElement document, int code)
    {
        Assert.Equal("ectl/v1/outcome", document.GetProperty("schema").GetString());
        Assert.Equal(code, document.GetProperty("exitCode").GetInt32());
        Assert.NotEmpty(document.GetProperty("message").GetString()!);
    }

    private static IEnumerable<int> Documented()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "reference", "cli.md"));
        var table = page[page.IndexOf("## Exit codes\n", StringComparison.Ordinal)..];
        return Row().Matches(table[..table.IndexOf("\n## ", StringComparison.Ordinal)]).Select(match => int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^\| (?<code>\d+) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    private static async Task<EctlResult> AtReferenceServerAsync(
        UserFolder user, string[] arguments, string? name = null, string value = "", ReferenceServerOptions? options = null)
    {
        await using var server = await ReferenceServer.StartAsync(options ?? new ReferenceServerOptions());
        return await Ectl.RunAsync(user, arguments, name is null ? server.Environment : server.Environment.With(name, value));
    }

    /// <summary>An installation that lacks a part.</summary>
    private static async Task<EctlResult> FaultAsync(UserFolder user, string[] format)
    {
        using var installation = new UserFolder();
        await using var ectl = EctlProcess.Start(IncompleteInstallation.Create(installation), user, ["executions", "pause", Running, "--sandbox", .. format]);
        return await ectl.WaitAsync();
    }

    /// <summary>The service settles some, and then withdraws the permission.</summary>
    private static async Task<EctlResult> PartialAsync(UserFolder user, string[] format)
    {
        var posts = 0;
        await using var server = new RawServer(request => request.Method == "POST" && Interlocked.Increment(ref posts) == 1
            ? RawAnswer.Json(200, """{"pausedCount":5,"erroredCount":1,"bulkActionId":""}""")
            : RawAnswer.Json(403, """{"code":7,"message":"the permission was withdrawn","details":[]}"""));
        return await Ectl.RunAsync(user, ["automations", "resolve-paused", "--yes", "aut_1", "--decision", "run", .. format], ServiceVariables.ConductorOne(server.Url));
    }

    /// <summary>The service sends elsewhere, where no credential goes.</summary>
    private static async Task<EctlResult> NotAppliedAsync(UserFolder user, string[] format)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(307, "{}", "Location: http://127.0.0.1:1/\r\n"));
        return await Ectl.RunAsync(user, ["executions", "pause", Running, .. format], ServiceVariables.Kubiya(server.Url));
    }

    /// <summary>The connection breaks after a request that must not be repeated.</summary>
    private static async Task<EctlResult> UnknownAsync(UserFolder user, string[] format)
    {
        await using var server = new RawServer(request => request.Method == "POST"
            ? RawAnswer.Close
            : RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"PAUSED"}"""));
        return await Ectl.RunAsync(user, ["agent-runs", "resume", "101", "--prompt", "x", .. format], ServiceVariables.Codegen(server.Url));
    }

    /// <summary>What is to be paused completes instead.</summary>
    private static async Task<EctlResult> ContradictedAsync(UserFolder user, string[] format)
    {
        await using var server = new RawServer(request => RawAnswer.Json(
            200,
            request.Method == "POST" ? $$"""{"success":true,"execution_id":"{{Running}}","message":"ok"}""" : $$"""{"id":"{{Running}}","status":"completed"}"""));
        return await Ectl.RunAsync(user, ["executions", "pause", Running, "--wait", .. format], ServiceVariables.Kubiya(server.Url));
    }

    /// <summary>A signal while the service says nothing.</summary>
    private static async Task<EctlResult> SignalledAsync(UserFolder user, string[] format, Action<Ectl> signal)
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Ectl.Start(user, ["executions", "pause", Running, .. format], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(1);
        signal(ectl);
        return await ectl.WaitAsync();
    }
}
