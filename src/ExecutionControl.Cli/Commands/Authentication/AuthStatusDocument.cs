using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>The accounts and whether they are valid, as a document for programs.</summary>
/// <param name="ExitCode">The exit code, as a number.</param>
/// <param name="Sandbox">Whether the sandbox answered.</param>
/// <param name="Accounts">The accounts.</param>
internal sealed record AuthStatusDocument(ExitCode ExitCode, bool Sandbox, IReadOnlyList<AuthStatusItem> Accounts)
{
    public string Schema { get; } = "ectl/v1/auth-status";
}
