using System.CommandLine.Parsing;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Every command line that a help text shows works as it stands.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00];

    private const string ForShells = "|<>$&;'`\\*?~";

    private readonly UserFolder _user = new();

    /// <summary>Every example that ends by itself and asks no service outside this machine.</summary>
    public static TheoryData<string> Examples { get; } = [.. All.Where(example => !IsEndless(example) && !IsOutside(example))];

    /// <summary>The examples that run until they are stopped.</summary>
    public static TheoryData<string> EndlessExamples { get; } = [.. All.Where(IsEndless)];

    /// <summary>The examples that go to a service's real address, where no test goes.</summary>
    public static TheoryData<string> OutsideExamples { get; } = [.. All.Where(IsOutside)];

    private static IEnumerable<string> All =>
        CommandTree.All.OfType<IDocumentedCommand>().SelectMany(command => command.Examples).Distinct(StringComparer.Ordinal);

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_AsItStands_Succeeds(string example)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Write("sketch.png", Png);
        _user.Write("review.txt", "Looks good; go on."u8.ToArray());
        _user.Configure(ServerProfiles.Of(server));
        if (Words(example) is ["ectl", .. var arguments] && !arguments.Contains("--", StringComparer.Ordinal))
        {
            // What asks is answered, as somebody would who copies it.
            await using var ectl = Ectl.Start(
                _user, arguments, new EctlSurroundings { Terminal = _ => new AgreeableTerminal() }, server.Environment);
            (await ectl.WaitAsync()).ShouldExitWith(0);
            return;
        }

        await using var shell = EctlProcess.Start(
            "/bin/sh",
            _user,
            ["-c", example],
            server.Environment.With("PATH", EctlFile.SearchPath));

        (await shell.WaitAsync()).ShouldExitWith(0);
    }

    [Theory]
    [MemberData(nameof(EndlessExamples))]
    public async Task Example_Endless_StartsAndStops(string example)
    {
        _user.WriteText("faults.json", """{ "rules": [ { "operation": "ResolvePaused", "times": 2, "status": 503 } ] }""");

        // A fixed port may be taken on this machine: any other shows the same.
        var words = example.Replace(":8080", ":0", StringComparison.Ordinal).Split(' ');
        await using var ectl = EctlProcess.Start(_user, words[1..]);

        Assert.StartsWith("{", await ectl.FirstLineAsync(), StringComparison.Ordinal);
        ectl.Interrupt();

        (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    [Theory]
    [MemberData(nameof(OutsideExamples))]
    public void Example_OfARealService_IsUnderstood(string example)
    {
        var line = example[(example.IndexOf("ectl ", StringComparison.Ordinal) + "ectl ".Length)..].Split(')')[0];

        Assert.Empty(CommandTree.Root.Parse(line).Errors);
    }

    /// <summary>The words of a line that a shell would only take apart, or null when it would do more with it.</summary>
    private static string[]? Words(string example) => example.Any(ForShells.Contains) ? null : [.. CommandLineParser.SplitCommandLine(example)];

    private static bool IsOutside(string example) =>
        example.Contains("https://", StringComparison.Ordinal) || example.Contains("postgres://", StringComparison.Ordinal) || example.Contains("ectl auth login", StringComparison.Ordinal);

    private static bool IsEndless(string example) => example.StartsWith("ectl serve", StringComparison.Ordinal);
}
