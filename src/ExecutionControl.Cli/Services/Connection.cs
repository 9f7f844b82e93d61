using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes a client, and says in the command line's terms what is wrong when it cannot be made.</summary>
internal static class Connection
{
    /// <param name="context">The command that asks.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="create">Makes the client.</param>
    /// <param name="serverVariable">The variable that the server's address came from.</param>
    /// <exception cref="NotSentException">The client refuses the address or the credential.</exception>
    public static TClient Open<TOptions, TClient>(CommandContext context, TOptions options, Func<TOptions, TClient> create, string serverVariable)
        where TOptions : ControlClientOptions
        where TClient : IDisposable
    {
        options.LoggerFactory = new ClientLog(context.Reporter);
        var redactor = ClientSecrets.RedactorFor(options);
        context.Reporter.Protect(redactor);
        try
        {
            if (context.DryRun is not { } recorder)
            {
                if (context.Reporter.IsDebug)
                {
                    options.Handlers.Add(() => new DebugHandler(context.Reporter, redactor));
                }

                return create(options);
            }

            // The real credential is checked all the same, and then left out.
            create(options).Dispose();
            return create(DryRunOptions.Prepare(options, recorder, redactor));
        }
        catch (ArgumentException exception)
        {
            var isAddress = string.Equals(exception.ParamName, nameof(ControlClientOptions.ServerUrl), StringComparison.Ordinal);
            var refused = ArgumentMessage.NotSent(exception, isAddress ? ExitCode.NotSent : ExitCode.Credentials);
            throw new NotSentException(
                refused.ExitCode,
                refused.Message.Replace(nameof(ControlClientOptions.ServerUrl), serverVariable, StringComparison.Ordinal),
                exception);
        }
    }
}
