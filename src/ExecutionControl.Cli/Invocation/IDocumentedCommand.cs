using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Invocation;

/// <summary>What the help says of a command beyond its arguments.</summary>
internal interface IDocumentedCommand
{
    /// <summary>Command lines that can be copied.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>The exit codes that the command can give.</summary>
    IReadOnlyList<ExitCode> ExitCodes { get; }
}
