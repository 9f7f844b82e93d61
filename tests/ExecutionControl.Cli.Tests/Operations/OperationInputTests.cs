using System.CommandLine;
using System.Text;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.AgentRuns;
using ExecutionControl.Cli.Tests.Documentation;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Tests.Operations;

/// <summary>The input of each operation comes from a command line or from a line of JSON, and is the same.</summary>
public sealed class OperationInputTests
{
    private static readonly (string Id, string Options, string Line)[] _withOptions =
    [
        ("automations.resolve-paused", "--decision CANCEL --reason runaway", """{"decision":"cancel","reason":"runaway"}"""),
        ("automations.resolve-paused", "--decision run", """{"decision":"run"}"""),
        ("automations.clear-breaker", "", "{}"),
        ("automations.clear-breaker", "--decision run --reason fixed", """{"decision":"run","reason":"fixed"}"""),
        ("agent-runs.resume", "--prompt go", """{"prompt":"go"}"""),
        ("agent-runs.ban", "--before-card c1", """{"beforeCard":"c1"}"""),
        ("agent-runs.unban", "--before-card c1 --after-card c0", """{"beforeCard":"c1","afterCard":"c0"}"""),
        ("executions.terminate", "--reason stuck", """{"reason":"stuck"}"""),
    ];

    public static TheoryData<string, string, string> Inputs
    {
        get
        {
            var inputs = new TheoryData<string, string, string>();
            var withoutOptions = All.Where(operation => operation.Options.Count == 0).Select(operation => (operation.Entry.Id, "", "{}"));
            foreach (var (id, options, line) in _withOptions.Concat(withoutOptions))
            {
                inputs.Add(id, options, line);
            }

            return inputs;
        }
    }

    private static IEnumerable<Operation> All => CommandTree.All.OfType<EctlCommand>().Select(command => command.Operation).OfType<Operation>();

    [Fact]
    public void Catalogue_EveryOperationThatChangesSomething_IsACommandAndItsInputIsTested()
    {
        var changing = ControlOperations.All.Where(operation => operation.ChangesState).Select(operation => operation.Id).Order().ToList();

        Assert.Equal(changing, All.Select(operation => operation.Entry.Id).Order());
        Assert.Equal(changing, Inputs.Select(row => (string)row[0]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Input_FromACommandLine_IsWrittenAndReadAsALineOfJson(string id, string options, string line)
    {
        var operation = All.Single(operation => operation.Entry.Id == id);
        var command = new Command("test");
        operation.Options.ToList().ForEach(command.Add);
        var parseResult = command.Parse(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(parseResult.Errors);

        Assert.Equal(line, await operation.WriteAsync(parseResult, new Nobody(), CancellationToken.None));
        Assert.Equal(line, operation.Rewrite(line));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Line_WithAMemberThatThereIsNot_IsRefusedByName(string id, string options, string line)
    {
        Assert.NotNull(options);
        var operation = All.Single(operation => operation.Entry.Id == id);

        var refused = Assert.Throws<NotSentException>(() => operation.Rewrite(line.Insert(1, line == "{}" ? "\"promt\":1" : "\"promt\":1,")));

        Assert.Equal(ExitCode.NotSent, refused.ExitCode);
        Assert.StartsWith($"That is no input of {id}: there is no member 'promt'; it takes ", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent-runs.resume", "{}", "'prompt' is missing")]
    [InlineData("agent-runs.resume", """{"prompt":null}""", "'prompt' has a value that it does not take")]
    [InlineData("agent-runs.resume", """{"prompt":7}""", "'prompt' has a value that it does not take")]
    [InlineData("agent-runs.resume", """{"prompt":" "}""", "the prompt is empty: say what the agent is to do")]
    [InlineData("agent-runs.resume", """{"prompt":"a","prompt":"b"}""", "'prompt' stands there twice")]
    [InlineData("agent-runs.resume", """{"Prompt":"a"}""", "there is no member 'Prompt'; it takes prompt, images")]
    [InlineData("agent-runs.resume", """{"prompt":"a"} {}""", "it is no JSON object")]
    [InlineData("agent-runs.resume", """["a"]""", "it is no JSON object")]
    [InlineData("agent-runs.resume", "null", "it is no JSON object")]
    [InlineData("agent-runs.resume", "", "it is no JSON object")]
    [InlineData("executions.terminate", """{"reason":""}""", "the reason is empty: Kubiya demands one")]
    [InlineData("executions.pause", """{"reason":"x"}""", "there is no member 'reason'; it takes none")]
    [InlineData("automations.resolve-paused", "{}", "'decision' is missing")]
    [InlineData("automations.resolve-paused", """{"decision":"stop"}""", "'decision' has a value that it does not take")]
    [InlineData("automations.resolve-paused", """{"decision":1}""", "'decision' has a value that it does not take")]
    public void Line_IsNoInput_IsRefusedInAPersonsWords(string id, string line, string complaint)
    {
        var operation = All.Single(operation => operation.Entry.Id == id);

        Assert.Equal($"That is no input of {id}: {complaint}. Nothing was sent.", Assert.Throws<NotSentException>(() => operation.Rewrite(line)).Message);
    }

    [Fact]
    public async Task Prompt_OnStandardInput_IsPartOfTheLine()
    {
        var operation = new ResumeAgentRun();
        var command = new Command("test");
        operation.Options.ToList().ForEach(command.Add);

        var line = await operation.WriteAsync(command.Parse(["--prompt", "-"]), new Nobody { Input = "go on\nand on\n" }, CancellationToken.None);

        Assert.Equal("""{"prompt":"go on\nand on"}""", line);
    }

    /// <summary>There is nobody to ask.</summary>
    private sealed class Nobody : ICaller
    {
        public string Input { get; init; } = string.Empty;

        public bool MayAsk => false;

        public bool IsTyping => false;

        public string WorkingFolder => string.Empty;

        public Task<string?> ReadAnswerAsync(string question, CancellationToken cancellationToken) => throw new InvalidOperationException(question);

        public Task<T> ReadInputAsync<T>(Func<Stream, T> read, CancellationToken cancellationToken) =>
            Task.FromResult(read(new MemoryStream(Encoding.UTF8.GetBytes(Input))));

        public string? FindProfileThatRequiresReason() => null;

        public void Notice(string text)
        {
        }

        public void Warn(string text)
        {
        }
    }
}
