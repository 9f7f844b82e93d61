using System.CommandLine.Parsing;
using System.Xml.Linq;
using ExecutionControl.Cli.Tests.Commands;
using ExecutionControl.Cli.Tests.Install;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using ExecutionControl.Testing.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>Every block of the documents that a shell reads works as it stands, and what they show of files is read.</summary>
public sealed class DocumentedCommandTests : IDisposable
{
    private const string FromSources = "dotnet run --project src/ExecutionControl.Cli -- ";
    /// <summary>Its commands measure for minutes, on a machine that has nothing else to do.</summary>
    private const string Measurements = "benchmarks/performance.md";
    private const string ForShells = "|<>$&;'`\\*?~";

    /// <summary>Blocks that other tests run, by their first lines.</summary>
    private static readonly Dictionary<string, Type?> Elsewhere = new(StringComparer.Ordinal)
    {
        ["dotnet test"] = null,
        ["scripts/publish linux-x64"] = typeof(PublishScriptTests),
        ["minisign -G -p publisher.pub -s publisher.key"] = typeof(ReleaseFilesTests),
        ["dotnet pack src/ExecutionControl.Cli --output artifacts/packages"] = typeof(ToolPackageTests),
        ["ectl serve"] = typeof(ServeTests),
    };

    /// <summary>Blocks that go on with what another one of their page left, by the first lines of both.</summary>
    private static readonly Dictionary<string, string> After = new(StringComparer.Ordinal)
    {
        ["ectl --sandbox runs list"] = "ectl --sandbox executions pause --all --plan pause.plan",
    };

    private readonly UserFolder _user = new();

    /// <summary>The blocks that end by themselves.</summary>
    public static TheoryData<string> Blocks { get; } =
        [.. Shell.Where(block => !Elsewhere.ContainsKey(block.Lines[0]) && !IsEndless(block)).Select(block => block.Name)];

    private static IEnumerable<DocumentedBlock> Shell => DocumentedBlock.All.Where(block => block.Language == "sh");

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Block_AsItStands_Succeeds(string name)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(ServerProfiles.Of(server));
        var block = Block(name);
        var before = After.TryGetValue(block.Lines[0], out var first) ? Shell.Single(other => other.Page == block.Page && other.Lines[0] == first).Lines : [];
        var lines = before.Concat(block.Lines).Select(line => line.Replace(FromSources, "ectl ", StringComparison.Ordinal)).ToList();
        if (!lines.TrueForAll(line => line.StartsWith("ectl ", StringComparison.Ordinal) && !Code(line).Any(ForShells.Contains) && !line.Contains(" -- ", StringComparison.Ordinal)))
        {
            await using var shell = Start(server, string.Join('\n', lines));
            (await shell.WaitAsync()).ShouldExitWith(0);
            return;
        }

        foreach (var line in lines)
        {
            string[] words = [.. CommandLineParser.SplitCommandLine(Code(line)).Skip(1)];
            if (IsOutside(line))
            {
                Assert.Empty(CommandTree.Root.Parse(words).Errors);
                continue;
            }

            // What asks is answered, as somebody would who copies it.
            await using var ectl = Ectl.Start(_user, words, new EctlSurroundings { Terminal = _ => new AgreeableTerminal() }, server.Environment);
            (await ectl.WaitAsync()).ShouldExitWith(0);
        }
    }

    [Fact]
    public async Task Block_ThatWatches_PostsWhatHasTripped()
    {
        await using var slack = new RawServer(_ => RawAnswer.Json(200, "{}"));
        await using var server = await ReferenceServer.StartAsync();
        var block = Assert.Single(Shell, IsEndless);
        await using var shell = Start(server, block.Text, ("SLACK_WEBHOOK", slack.Url.ToString()));

        await slack.ArrivalsAsync(2);

        Assert.All(slack.Requests, request => Assert.Contains("\"text\":\"", request.Body, StringComparison.Ordinal));
        Assert.Contains(slack.Requests, request => request.Body.Contains("aut_", StringComparison.Ordinal));
    }

    [Fact]
    public void Elsewhere_EveryBlock_IsInTheDocuments() =>
        Assert.Equal(Elsewhere.Keys.Order(StringComparer.Ordinal), Shell.Select(block => block.Lines[0]).Where(Elsewhere.ContainsKey).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void ServeLines_AsTheyStand_AreUnderstood() => Assert.All(
        Shell.Where(block => block.Lines[0] == "ectl serve").SelectMany(block => block.Lines),
        line => Assert.Empty(CommandTree.Root.Parse(line["ectl ".Length..]).Errors));

    [Fact]
    public void Measurements_EveryFileOfTheRepository_IsThere()
    {
        var files = DocumentedBlock.Of(Measurements).Where(block => block.Language == "sh")
            .SelectMany(block => block.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.StartsWith("tests/", StringComparison.Ordinal) || word.StartsWith("benchmarks/", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(Path.Exists(Path.Combine(RepositoryFolder.Path, file)), file));
    }

    [Fact]
    public async Task ConfigurationFile_AsItStands_IsRead()
    {
        _user.Configure(Assert.Single(DocumentedBlock.All, block => block.Language == "yaml").Text);

        var profiles = (await Ectl.RunAsync(_user, ["profile", "list", "--output", "json"])).ShouldExitWith(0).OutputDocument();

        var production = Assert.Single(profiles.GetProperty("profiles").EnumerateArray());
        Assert.True(production.GetProperty("protected").GetBoolean());
        Assert.Equal(3, production.GetProperty("accounts").GetArrayLength());
    }

    [Fact]
    public void SourceMapping_AsItStands_IsXml() =>
        Assert.Equal("packageSourceMapping", XDocument.Parse(Assert.Single(DocumentedBlock.All, block => block.Language == "xml").Text).Root!.Name.LocalName);

    /// <summary>The container's command line is the one part of it that can be tried here.</summary>
    [Fact]
    public void Containerfile_EntryPoint_IsUnderstood()
    {
        var line = Assert.Single(
            File.ReadLines(Path.Combine(RepositoryFolder.Path, "samples", "Containerfile")),
            text => text.StartsWith("ENTRYPOINT ", StringComparison.Ordinal));
        var words = System.Text.Json.JsonSerializer.Deserialize<string[]>(line["ENTRYPOINT ".Length..])!;

        Assert.Equal("ectl", words[0]);
        Assert.Empty(CommandTree.Root.Parse(words[1..]).Errors);
    }

    private static DocumentedBlock Block(string name) => Shell.Single(block => string.Equals(block.Name, name, StringComparison.Ordinal));

    private static bool IsEndless(DocumentedBlock block) => block.Text.Contains("--watch", StringComparison.Ordinal) && block.Lines.Count > 1;

    private static bool IsOutside(string line) => line.Contains("auth login", StringComparison.Ordinal);

    /// <summary>A line without its comment.</summary>
    private static string Code(string line) => line.Split(" # ")[0].TrimEnd();

    /// <summary>Starts a shell that knows ectl, the accounts, and stand-ins for programs that are other people's.</summary>
    private EctlProcess Start(ReferenceServer server, string text, params (string Name, string Value)[] variables)
    {
        var programs = Path.Combine(_user.Home, "programs");
        Directory.CreateDirectory(programs);
        foreach (var name in (string[])["pass", "terraform"])
        {
            ProgramFile.Write(Path.Combine(programs, name), "#!/bin/sh\necho done\n");
        }

        var conductorOne = server.Credentials.ConductorOne;
        var environment = server.Environment
            .With("PATH", $"{Path.GetDirectoryName(EctlFile.Path)}:{programs}:{Environment.GetEnvironmentVariable("PATH")}")
            .With("CI_CLIENT_ID", conductorOne.ClientId)
            .With("CI_CLIENT_SECRET", conductorOne.ClientSecret);
        environment = variables.Aggregate(environment, static (all, variable) => all.With(variable.Name, variable.Value));
        return EctlProcess.Start("bash", _user, ["-euo", "pipefail", "-c", DocumentedBlock.EndServer + text], environment);
    }
}
