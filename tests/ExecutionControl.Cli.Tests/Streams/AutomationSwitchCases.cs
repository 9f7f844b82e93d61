namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Disabling and enabling an automation.</summary>
internal sealed class AutomationSwitchCases : ICommandLineCases
{
    public IEnumerable<CommandLineCase> Lines =>
    [
        new("ectl automations disable", "aut_nightly", AnswerKind.Document, "Applied: "),
        new("ectl automations enable", "aut_nightly", AnswerKind.Document, "Applied: "),
    ];
}
