namespace ExecutionControl.Cli.Invocation;

/// <summary>The input of a command that takes none beside its targets.</summary>
internal sealed record NoInput
{
    private NoInput()
    {
    }

    public static Task<NoInput> Task { get; } = System.Threading.Tasks.Task.FromResult(new NoInput());
}
