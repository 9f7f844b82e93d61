using System.Xml.Linq;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Client;
using ExecutionControl.Reference;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>The picture of the README shows what ectl says today: scripts/picture/record draws it anew.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Picture_OfASession_ShowsWhatEctlSays()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 3000 });
        string[] line = ["automations", "resolve-paused", "aut_backlog", "--decision", "cancel", "--reason", "runaway", "--yes"];
        var shown = Text(await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "docs", "images", "session.svg")));

        var status = (await Ectl.RunAsync(_user, ["status"], server.Environment)).ShouldExitWith(0);
        var resolved = (await Ectl.RunAsync(_user, line, server.Environment)).ShouldExitWith(0);

        Assert.Contains($"$ ectl {string.Join(' ', line[..^2])} \"runaway\"", shown, StringComparison.Ordinal);
        Assert.All(status.Output.Split('\n').Where(text => text.Contains("tripped ", StringComparison.Ordinal)), text => Assert.Contains(Words(text), shown, StringComparison.Ordinal));
        Assert.Contains(resolved.Output.Split('\n')[0]["Applied".Length..], shown, StringComparison.Ordinal);
        Assert.Contains(ControlOperations.ResolvePausedExecutions.WithDecision("cancel").Undo!.ToString(), shown, StringComparison.Ordinal);
        Assert.Contains("3000 resolved", shown, StringComparison.Ordinal);
    }

    /// <summary>What can be read in a picture, which sets every word by itself.</summary>
    private static string Text(string picture) => Words(string.Join(' ', XDocument.Parse(picture).Descendants().Where(element => element.Name.LocalName == "text")
        .Select(element => element.Value)));

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
