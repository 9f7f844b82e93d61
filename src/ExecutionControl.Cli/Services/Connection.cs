using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.TokenCache;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services;

/// <summary>Makes a client, and says in the command line's terms what is wrong when it cannot be made.</summary>
internal static class Connection
{
    /// <param name="context">The command that asks.</param>
    /// <param name="settings">Where the options came from.</param>
    /// <param name="options">The client's options.</param>
    /// <param name="create">Makes the client.</param>
    /// <param name="serverName">What a person calls the setting of the server's address.</param>
    /// <exception cref="NotSentException">The client refuses the address or the credential.</exception>
    public static TClient Open<TOptions, TClient>(
        CommandContext context,
        ServiceSettings settings,
        TOptions options,
        Func<TOptions, TClient> create,
        string serverName)
        where TOptions : ControlClientOptions
        where TClient : IDisposable
    {
        if (context.DryRun is not { } recorder)
        {
            return OpenForReading(context, settings, options, create, serverName);
        }

        var redactor = Prepare(context, settings, options);
        return Checked(serverName, () =>
        {
            // The real credential is checked all the same, and then left out.
            create(options).Dispose();
            return create(DryRunOptions.Prepare(options, recorder, redactor));
        });
    }

    /// <summary>Makes a client that asks the service also where the command is a dry run.</summary>
    /// <inheritdoc cref="Open"/>
    public static TClient OpenForReading<TOptions, TClient>(
        CommandContext context,
        ServiceSettings settings,
        TOptions options,
        Func<TOptions, TClient> create,
        string serverName)
        where TOptions : ControlClientOptions
        where TClient : IDisposable
    {
        var redactor = Prepare(context, settings, options);
        if (context.Reporter.IsDebug)
        {
            options.Handlers.Add(() => new DebugHandler(context.Reporter, redactor));
        }

        return Checked(serverName, () => create(options));
    }

    /// <summary>Lets the client say what it does, without the secrets that it is given or mints.</summary>
    private static SecretRedactor Prepare(CommandContext context, ServiceSettings settings, ControlClientOptions options)
    {
        var redactor = new SecretRedactor(settings.Secrets);
        context.Reporter.Protect(redactor);
        options.LoggerFactory = new ClientLog(context.Reporter);
        if (options is ConductorOneClientOptions conductorOne)
        {
            conductorOne.TokenStore = new WatchedTokenStore(conductorOne.TokenStore, redactor.Add);
        }

        return redactor;
    }

    private static TClient Checked<TClient>(string serverName, Func<TClient> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            var isAddress = string.Equals(exception.ParamName, nameof(ControlClientOptions.ServerUrl), StringComparison.Ordinal);
            var refused = ArgumentMessage.NotSent(exception, isAddress ? ExitCode.NotSent : ExitCode.Credentials);
            throw new NotSentException(
                refused.ExitCode,
                refused.Message.Replace(nameof(ControlClientOptions.ServerUrl), serverName, StringComparison.Ordinal),
                exception);
        }
    }

    /// <summary>The complaint about a source that names a host or a credential, but not all that belongs to it.</summary>
    /// <param name="settings">The source.</param>
    /// <param name="missing">What it does not say.</param>
    /// <param name="given">What it does say.</param>
    /// <param name="what">What is missing, in words.</param>
    public static NotSentException Incomplete(ServiceSettings settings, ServiceSetting missing, ServiceSetting given, string what) => new(
        ExitCode.Credentials,
        $"{settings.Source.NameOf(given)} is set, but {settings.Source.NameOf(missing)} is not: {what}. "
        + "Host and credential come from one source, so nothing is taken from another. Nothing was sent.");
}
