namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Plans, runs, the history, freeze and thaw.</summary>
internal sealed class RunCases : ICommandLineCases
{
    private const string Running = "11111111-1111-4111-8111-111111111111";

    public IEnumerable<CommandLineCase> Lines =>
    [
        new("ectl apply", "pause.plan --yes", AnswerKind.List, "applied") { Before = ["executions pause --all --plan pause.plan"] },
        new("ectl runs list", "", AnswerKind.List, "ectl freeze") { Before = ["freeze --reason drill --yes", "thaw --yes"] },
        new("ectl runs show", "", AnswerKind.Document, "drill") { Before = ["freeze --reason drill --yes"] },
        new("ectl runs resume", "", AnswerKind.Document, "Already so: "),
        new("ectl runs work", "run- --yes --journal {journal}", AnswerKind.Document, "Already so: ")
        {
            Before = ["executions pause --all --plan pause.plan", "apply pause.plan --yes --journal {journal}"],
        },
        new("ectl runs undo", "run- --yes", AnswerKind.List, "applied") { Before = ["freeze --reason drill --yes"] },
        new("ectl runs verify", "", AnswerKind.Document, "rows") { Before = ["freeze --reason drill --yes"] },
        new("ectl runs export", "", AnswerKind.Text, "\"hash\"") { Before = ["freeze --reason drill --yes"] },
        new("ectl history", "", AnswerKind.List, Running) { Before = ["executions pause --all --yes"] },
        new("ectl freeze", "--reason drill --yes", AnswerKind.List, "applied"),
        new("ectl thaw", "--yes", AnswerKind.List, "applied") { Before = ["freeze --reason drill --yes"] },
    ];
}
