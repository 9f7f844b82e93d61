using System.Text.RegularExpressions;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>What ectl says on a terminal of 80 columns, kept as a file that people can read: nothing wraps but what is one long word.</summary>
public sealed partial class ScreenTests : IDisposable
{
    private const int Columns = 80;

    private readonly UserFolder _user = new();

    /// <summary>The lines that are typed, and what is answered to a question.</summary>
    private static readonly (string Line, string? Answer)[] Typed =
    [
        ("automations resolve-paused aut_runaway --decision cancel --reason drill", "n"),
        ("automations clear-breaker aut_runaway --decision run --reason drill", "n"),
        ("agent-runs ban 102", "n"),
        ("executions terminate 22222222-2222-4222-8222-222222222222 --reason drill", "n"),
        ("executions pause 11111111-1111-4111-8111-111111111111 44444444-4444-4444-8444-444444444444", "n"),
        ("automation-executions terminate 9007199254740993 --yes", null),
        ("automation-executions terminate 424242 --yes", null),
        ("automations disable aut_nightly", null),
        ("automations enable aut_runaway", null),
        ("automations disable aut_nobody", null),
        ("executions pause 33333333-3333-4333-8333-333333333333", null),
        ("executions pause not-a-uuid", null),
        ("agent-runs resume 103 --prompt go", null),
        ("agent-runs unban 102", null),
        ("automation-executions list --state runing", null),
        ("automations reslove-paused aut_1", null),
        ("automations resolve-paused", null),
        ("executions pause 11111111-1111-4111-8111-111111111111 --dry-run", null),
        ("profile list", null),
        ("profile use staging", null),
        ("--profile staging executions list", null),
    ];

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Screens_OfEightyColumns_AreAsTheyWereSeenAndWrapNowhere()
    {
        var screens = new List<string>();
        foreach (var (line, answer) in Typed)
        {
            // Each begins with a server of its own, so that none sees what another did.
            await using var server = await ReferenceServer.StartAsync();
            await using var terminal = EctlTerminal.Start(_user, $"ectl {line}", server.Environment.With("COLUMNS", "80"));
            if (answer is not null)
            {
                await terminal.SeesAsync("Go ahead? [y/N] ");
                await terminal.TypeAsync(answer);
            }

            var exitCode = await terminal.WaitAsync();
            var screen = Colour().Replace(terminal.Screen, string.Empty).ReplaceLineEndings("\n").Replace("[y/N] ", $"[y/N] {answer}\n", StringComparison.Ordinal);
            Assert.All(screen.Split('\n'), shown => Assert.True(
                CellWidth.Of(shown) <= Columns || shown.Trim().Split(' ').Any(word => CellWidth.Of(word) > Columns / 2), $"$ ectl {line}\n{shown}"));
            screens.Add($"$ ectl {line}\n{Masked(screen, server).TrimEnd('\n')}\n[{exitCode}]\n");
        }

        var file = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Cli.Tests", "Terminal", "screens.txt");
        var expected = string.Join('\n', screens);
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(file));
    }

    /// <summary>What differs from run to run in words of the same length, so that lines break where they broke.</summary>
    private string Masked(string screen, ReferenceServer server) =>
        RequestId().Replace(
            screen.Replace($"{server.Url.Port}", "PORT", StringComparison.Ordinal).Replace(_user.Home, "HOME", StringComparison.Ordinal), "request-id: ID");

    [GeneratedRegex("\u001b\\[[0-9;]*[mK]|\r(?!\n)", RegexOptions.None, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("request-id:\\s+[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex RequestId();
}
