using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Targets;

/// <summary>One target that a command acts on, and how far that is.</summary>
/// <param name="context">The command.</param>
/// <param name="id">Its id.</param>
/// <param name="isAlone">Whether the command has no other target.</param>
internal sealed class ControlTarget(CommandContext context, string id, bool isAlone)
{
    public CommandContext Context => context;

    public string Id => id;

    public bool IsAlone => isAlone;

    /// <summary>Whether a call was begun, so that a failure of ectl itself may have come after it was sent.</summary>
    public bool IsCallBegun { get; private set; }

    /// <summary>Makes a control call. An argument that the client refuses before it sends anything becomes a usage error.</summary>
    public async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        context.DryRun?.Forget();
        Task<T> pending;
        try
        {
            pending = call();
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }

        // Only a refusal that is there at once is certain to have come before anything was sent.
        if (pending is { IsFaulted: true, Exception.InnerException: ArgumentException refused })
        {
            throw ArgumentMessage.NotSent(refused);
        }

        if (context.DryRun is null)
        {
            IsCallBegun = true;
            if (isAlone)
            {
                context.NoteCallBegun();
            }

            return await pending;
        }

        try
        {
            return await pending;
        }
        catch (ControlCallException) when (context.DryRun.Request is { } planned)
        {
            throw new DryRunException(planned);
        }
    }
}
