using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Completion;

/// <summary><c>ectl completion</c>: the script that makes a shell complete ectl's command lines.</summary>
internal sealed class CompletionCommand : EctlCommand
{
    private readonly Argument<string> _shell = new("shell") { Description = "The shell: bash, zsh, fish or pwsh.", HelpName = "bash|zsh|fish|pwsh" };

    public CompletionCommand(CommandHost host)
        : base(host, "completion", "Print the script that makes a shell complete ectl's commands, options, values and ids.")
    {
        _shell.CompletionSources.Add([.. CompletionScript.Shells]);
        _shell.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !CompletionScript.Shells.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"There is no completion for '{token.Value}': it is bash, zsh, fish or pwsh.");
            }
        });
        Add(_shell);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl completion bash > ~/.ectl-completion.bash",
        "ectl completion zsh",
        "ectl completion fish",
        "ectl completion pwsh",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Success, ExitCode.NotSent];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Reporter.Print(CompletionScript.For(context.ParseResult.GetRequiredValue(_shell)));
        return Task.FromResult<OutcomeReport?>(null);
    }
}
