using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Targets;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// The course of every command that changes something: read what was typed, connect, settle the targets, ask for what is missing, ask
/// whether it is meant, act.
/// </summary>
/// <typeparam name="TClient">The service's client.</typeparam>
/// <typeparam name="TInput">What is the same for all targets.</typeparam>
internal abstract class ClientControlCommand<TClient, TInput>(CommandHost host, string name, string description, ControlOperation operation, TargetArgument target)
    : ControlCommand(host, name, description, operation, target)
    where TClient : IDisposable
{
    /// <summary>Reads what the command line says beside the targets.</summary>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    protected abstract Task<TInput> ReadInputAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Connects to the service.</summary>
    protected abstract Task<TClient> OpenAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Settles the targets.</summary>
    protected virtual Task<TargetSelection> SelectAsync(CommandContext context, TClient client, CancellationToken cancellationToken) =>
        TypedTargets.SelectAsync(context, Target, cancellationToken);

    /// <summary>Asks for what is still missing, where there is somebody to ask.</summary>
    protected virtual Task<TInput> CompleteAsync(CommandContext context, TInput input, CancellationToken cancellationToken) => Task.FromResult(input);

    /// <summary>What somebody is asked before anything is sent.</summary>
    /// <param name="client">The service's client, to find out the extent.</param>
    /// <param name="input">What is the same for all targets.</param>
    /// <param name="subject">The targets in a sentence.</param>
    protected abstract Question QuestionAbout(TClient client, TInput input, string subject);

    /// <summary>Acts on one target.</summary>
    protected abstract Task<ControlStep> ActAsync(ControlTarget target, TClient client, TInput input, CancellationToken cancellationToken);

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var input = await ReadInputAsync(context, cancellationToken);
        using var client = await OpenAsync(context, cancellationToken);
        var selection = await SelectAsync(context, client, cancellationToken);
        if (selection.Ids.Count > 0)
        {
            input = await CompleteAsync(context, input, cancellationToken);
            await Confirmation.AskAsync(context, QuestionAbout(client, input, Operation.Subject(selection.Ids)), selection.Ids, cancellationToken);
        }

        return await ActAsync(context, selection, (target, token) => ActAsync(target, client, input, token), cancellationToken);
    }
}
