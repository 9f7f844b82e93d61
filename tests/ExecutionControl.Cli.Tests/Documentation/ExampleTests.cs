using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Every command line that a help text shows works as it stands.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00];

    private readonly UserFolder _user = new();

    /// <summary>Every example, but for those that never end by themselves.</summary>
    public static TheoryData<string> Examples { get; } =
        [.. CommandTree.All.OfType<IDocumentedCommand>().SelectMany(command => command.Examples).Distinct(StringComparer.Ordinal).Where(example => !IsEndless(example))];

    /// <summary>The examples that run until they are stopped.</summary>
    public static TheoryData<string> EndlessExamples { get; } =
        [.. CommandTree.All.OfType<IDocumentedCommand>().SelectMany(command => command.Examples).Distinct(StringComparer.Ordinal).Where(IsEndless)];

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_AsItStands_Succeeds(string example)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Write("sketch.png", Png);
        _user.Write("review.txt", "Looks good; go on."u8.ToArray());
        await using var shell = EctlProcess.Start(
            "/bin/sh",
            _user,
            ["-c", example],
            server.Environment.With("PATH", $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}"));

        (await shell.WaitAsync()).ShouldExitWith(0);
    }

    [Theory]
    [MemberData(nameof(EndlessExamples))]
    public async Task Example_Endless_StartsAndStops(string example)
    {
        // A fixed port may be taken on this machine: any other shows the same.
        var words = example.Replace(":8080", ":0", StringComparison.Ordinal).Split(' ');
        await using var ectl = EctlProcess.Start(_user, words[1..]);

        Assert.StartsWith("{", await ectl.FirstLineAsync(), StringComparison.Ordinal);
        ectl.Interrupt();

        (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    private static bool IsEndless(string example) => example.StartsWith("ectl serve", StringComparison.Ordinal);
}
