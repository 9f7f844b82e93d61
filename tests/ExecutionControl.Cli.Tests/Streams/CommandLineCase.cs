using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>A command line that succeeds against the reference server.</summary>
/// <param name="Command">The command, as <c>ectl help</c> names it.</param>
/// <param name="Arguments">The rest of the line; <c>{url}</c> stands for the server's address, <c>{journal}</c> for that of a database for runs.</param>
/// <param name="Kind">What comes to standard output.</param>
/// <param name="Shows">What a person reads there.</param>
public sealed record CommandLineCase(string Command, string Arguments, AnswerKind Kind, string Shows)
{
    private const string JournalMark = "{journal}";

    private static readonly CommandLineCase[] Lines =
    [
        new("ectl automations list", "", AnswerKind.List, "aut_runaway"),
        new("ectl automations get", "aut_runaway", AnswerKind.Document, "aut_runaway"),
        new("ectl automations resolve-paused", "aut_runaway --decision cancel --reason rehearsal --yes", AnswerKind.Document, "Applied: 240 "),
        new("ectl automations clear-breaker", "aut_runaway --yes", AnswerKind.Document, "Applied: "),
        new("ectl automation-executions list", "--limit 2", AnswerKind.List, "aut_"),
        new("ectl automation-executions get", "9007199254740993", AnswerKind.Document, "9007199254740993"),
        new("ectl automation-executions terminate", "9007199254740993 --yes", AnswerKind.Document, "Accepted: "),
        new("ectl agent-runs list", "", AnswerKind.List, "101"),
        new("ectl agent-runs get", "101", AnswerKind.Document, "101"),
        new("ectl agent-runs resume", "101 --prompt continue", AnswerKind.Document, "Applied: "),
        new("ectl agent-runs ban", "102 --yes", AnswerKind.Document, "Applied: "),
        new("ectl agent-runs unban", "102", AnswerKind.Document, "Applied: "),
        new("ectl executions list", "--limit 2", AnswerKind.List, "11111111-1111-4111-8111-111111111111"),
        new("ectl executions get", "11111111-1111-4111-8111-111111111111", AnswerKind.Document, "11111111-1111-4111-8111-111111111111"),
        new("ectl executions pause", "11111111-1111-4111-8111-111111111111", AnswerKind.Document, "Applied: "),
        new("ectl executions resume", "22222222-2222-4222-8222-222222222222", AnswerKind.Document, "Applied: "),
        new("ectl executions cancel", "11111111-1111-4111-8111-111111111111 --yes", AnswerKind.Document, "Applied: "),
        new("ectl executions terminate", "22222222-2222-4222-8222-222222222222 --reason stuck --yes", AnswerKind.Document, "Applied: "),
        new("ectl serve", "", AnswerKind.Ready, "\"event\":\"ready\""),
        new("ectl sandbox reset", "", AnswerKind.Document, "sandbox"),
        new("ectl auth status", "", AnswerKind.Document, "kubiya"),
        new("ectl auth login", "kubiya --stdin --server-url {url}", AnswerKind.Document, "The service accepts it."),
        new("ectl auth logout", "kubiya --yes", AnswerKind.Document, "production"),
        new("ectl auth token", "conductorone", AnswerKind.Document, "access"),
        new("ectl profile list", "", AnswerKind.Document, "staging"),
        new("ectl profile show", "staging", AnswerKind.Document, "staging"),
        new("ectl profile use", "staging", AnswerKind.Document, "staging"),
        new("ectl profile set", "staging codegen.organization 43", AnswerKind.Document, "43"),
        new("ectl profile delete", "staging --yes", AnswerKind.Document, "staging"),
        new("ectl exec", "--service kubiya -- printenv KUBIYA_CONTROL_PLANE_BASE_URL", AnswerKind.Text, "http://127.0.0.1:"),
        new("ectl completion", "bash", AnswerKind.Text, "complete -F"),
        new("ectl doctor", "", AnswerKind.Document, "kubiya"),
        new("ectl help", "automations resolve-paused", AnswerKind.Text, "--decision"),
    ];

    /// <summary>What is run before, for the same user at the same server: lines without <c>ectl</c>.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>All of them, by command.</summary>
    public static IReadOnlyDictionary<string, CommandLineCase> All { get; } = Lines.Concat(
        typeof(CommandLineCase).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(ICommandLineCases)))
            .SelectMany(type => ((ICommandLineCases)Activator.CreateInstance(type)!).Lines))
        .ToDictionary(line => line.Command, StringComparer.Ordinal);

    /// <summary>
    /// Runs the line to its end, for a new user at a new server. A server that is started by it gets a signal as soon as it is ready.
    /// </summary>
    public async Task<EctlResult> RunAsync(params string[] options)
    {
        if (Arguments.Contains(JournalMark, StringComparison.Ordinal))
        {
            return await WithDatabaseAsync(line => line.RunAsync(options));
        }

        if (Command == "ectl exec")
        {
            // The program that it starts writes to the streams of its process.
            return await RunAsync(EctlFile.Path, options);
        }

        await using var server = await ReferenceServer.StartAsync();
        using var user = new UserFolder();
        user.Configure(ServerProfiles.Of(server));
        await PrepareAsync(server, user);
        await using var ectl = Ectl.Start(user, Line(server, options), Variables(server), Input(server));
        if (Kind == AnswerKind.Ready)
        {
            await ectl.FirstLineAsync();
            ectl.Interrupt();
        }

        return (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    /// <summary>Runs the line with an executable.</summary>
    public async Task<EctlResult> RunAsync(string executable, string[] options)
    {
        if (Arguments.Contains(JournalMark, StringComparison.Ordinal))
        {
            return await WithDatabaseAsync(line => line.RunAsync(executable, options));
        }

        await using var server = await ReferenceServer.StartAsync();
        using var user = new UserFolder();
        user.Configure(ServerProfiles.Of(server));
        await PrepareAsync(server, user);
        await using var ectl = EctlProcess.Start(executable, user, Line(server, options), Variables(server), Input(server));
        if (Kind == AnswerKind.Ready)
        {
            await ectl.FirstLineAsync();
            ectl.Interrupt();
        }

        return (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    public override string ToString() => Command;

    private async Task<EctlResult> WithDatabaseAsync(Func<CommandLineCase, Task<EctlResult>> run)
    {
        var journal = await SharedPostgres.CreateDatabaseAsync();
        return await run(this with
        {
            Arguments = Arguments.Replace(JournalMark, journal, StringComparison.Ordinal),
            Before = [.. Before.Select(line => line.Replace(JournalMark, journal, StringComparison.Ordinal))],
        });
    }

    private async Task PrepareAsync(ReferenceServer server, UserFolder user)
    {
        foreach (var line in Before)
        {
            (await Ectl.RunAsync(user, Words(line), Variables(server))).ShouldExitWith(0);
        }
    }

    private static byte[] Input(ReferenceServer server) => Encoding.UTF8.GetBytes(server.Credentials.Kubiya.ApiKey);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private IReadOnlyDictionary<string, string> Variables(ReferenceServer server) => Kind == AnswerKind.Ready ? ServiceVariables.None : server.Environment;

    private string[] Line(ReferenceServer server, string[] options)
    {
        var parts = Arguments.Replace("{url}", server.Url.ToString(), StringComparison.Ordinal).Split("-- ", 2);
        return [.. Command.Split(' ')[1..], .. Words(parts[0]), .. options, .. parts[1..].SelectMany(words => Words($"-- {words}"))];
    }
}

/// <summary>Some command lines that succeed. Whatever is one of these in these tests is run by them.</summary>
internal interface ICommandLineCases
{
    IEnumerable<CommandLineCase> Lines { get; }
}
