using System.CommandLine;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>ectl auth login</c>: keeps an account in a profile, once the service has accepted it.</summary>
internal sealed class AuthLoginCommand : EctlCommand
{
    private readonly ServiceArgument _service;

    private readonly Option<bool> _stdin = new("--stdin") { Description = "Read the secret from standard input in place of asking for it." };

    private readonly Option<bool> _noCheck = new("--no-check") { Description = "Keep it without asking the service whether it accepts it." };

    private readonly SecretStoreOption _store = new();

    private readonly Dictionary<ServiceSetting, Option<string>> _entries = [];

    private readonly Option<string> _serverUrl = new("--server-url")
    {
        Description = "Another server than the service's own; for ConductorOne, than the one that the client id names.",
        HelpName = "address",
    };

    public AuthLoginCommand(CommandHost host)
        : base(host, "login", "Keep an account in a profile, readable by you alone, once a real call has shown that the service accepts it.")
    {
        _service = new ServiceArgument(host.Services, isRequired: true);
        Add(_service);
        Add(_stdin);
        foreach (var entry in host.Services.All.SelectMany(service => service.Login.Entries))
        {
            var option = new Option<string>(entry.Option) { Description = entry.Description, HelpName = entry.HelpName };
            option.Validators.Add(result =>
            {
                if (result.GetResult(_service)?.Tokens is [var token, ..]
                    && host.Services.Find(token.Value)?.Definition.Name is { } service && service != entry.Setting.Service)
                {
                    result.AddError($"{option.Name} is an option of {entry.Setting.Service}, not of {service}.");
                }
            });
            _entries[entry.Setting] = option;
            Add(option);
        }

        Add(_serverUrl);
        Add(_noCheck);
        Add(_store);
        host.Options.RefuseSandbox(this, "has an account of its own: there is nothing to log in to.");
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl auth login conductorone --client-id fox@acme.conductor.one/spc",
        "ectl auth login codegen --organization 42 --profile staging",
        "pass kubiya/api-key | ectl auth login kubiya --stdin",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.Refused, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted,
        ExitCode.Terminated,
    ];

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Service = _service.In(parseResult)?.Definition.JsonName, Operation = "auth login" };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var service = _service.In(context.ParseResult)!;
        var (definition, session) = (service.Definition, context.Session);
        var selection = session.SelectProfile();
        var name = selection.Name ?? ProfileSelection.DefaultName;
        if (!ProfileName.IsValid(name))
        {
            throw new NotSentException(ExitCode.NotSent, $"{ProfileName.Complaint(name)} Nothing was sent.");
        }

        var profile = selection.Document.Find(name);
        if (profile?.Value(definition.CredentialProcess) is not null)
        {
            var setting = definition.CredentialProcess.QualifiedKey;
            throw new NotSentException(
                ExitCode.NotSent,
                $"In profile {name} the {ServiceSetting.CredentialProcessKey} supplies the secret: run 'ectl profile set {name} {setting} --unset' first. "
                + "Nothing was sent.");
        }

        var before = profile?.Value(definition.CredentialHelper);
        var store = _store.In(context, before);
        var typed = await TypedAsync(context, service, profile, cancellationToken);
        session.Profiles.DemandWritable();
        context.Reporter.Notice($"logging in to {definition.DisplayName} at {Server(service, typed, profile)}, for profile {name}");
        var secret = await SecretAsync(context, service, cancellationToken);
        var entries = LoginEntries.Of(service, profile, typed, secret);
        var settings = entries.Settings(SettingsSource.OfProfile(name, session.Profiles.Path ?? "no file")).Checked();
        if (await CheckAsync(context, service, settings, cancellationToken) is { } refused)
        {
            return refused;
        }

        var helper = await StoreAsync(context, store, name, entries, cancellationToken);
        var file = await session.Profiles.ChangeAsync(
            document => entries.Store(document, name, helper, selection.IsNamed), context.TimeProvider, cancellationToken);
        if (before is not null && !string.Equals(before, helper, StringComparison.Ordinal))
        {
            await new CredentialHelper(before, session.Environment, context.TimeProvider)
                .EraseAsync(name, definition, context.Reporter, cancellationToken);
        }

        WarnOfEnvironment(context, definition);
        var how = context.ParseResult.GetValue(_noCheck) ? "The service was not asked whether it accepts it." : "The service accepts it.";
        return new OutcomeReport
        {
            Outcome = ReportedOutcome.Applied,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Target = name,
            Lines =
            [
                $"Applied: the account at {context.Account?.Text ?? definition.DisplayName} is kept in profile {name} in {file}"
                + $"{(helper is null ? string.Empty : $", its secret by docker-credential-{helper}")}. {how}",
                string.Equals(session.Profiles.Read().Current, name, StringComparison.Ordinal)
                    ? $"Profile {name} is in use where nothing names another."
                    : $"Profile {name} is not in use yet: 'ectl profile use {name}' makes it so, or give --profile {name}.",
            ],
        };
    }

    /// <summary>Where the secret will be sent, for somebody who is about to type it.</summary>
    private static string Server(IServiceModule service, Dictionary<ServiceSetting, string> typed, Profile? profile)
    {
        string? Said(ServiceSetting setting) => typed.GetValueOrDefault(setting) ?? profile?.Value(setting);

        return Said(service.Definition.ServerUrl) is { } address
            ? ServiceAddress.Read(address, service.Definition, "--server-url").GetLeftPart(UriPartial.Authority)
            : service.Login.DefaultServer(Said);
    }

    /// <summary>What was typed on the command line, or is asked for now because nobody else says it.</summary>
    private async Task<Dictionary<ServiceSetting, string>> TypedAsync(
        CommandContext context, IServiceModule service, Profile? profile, CancellationToken cancellationToken)
    {
        var typed = new Dictionary<ServiceSetting, string>();
        foreach (var (setting, option) in _entries.Where(entry => entry.Key.Service == service.Definition.Name))
        {
            var value = context.ParseResult.GetValue(option);
            if (value is null && profile?.Value(setting) is null && context.Streams.Input.IsTerminal && !context.ParseResult.GetValue(_stdin))
            {
                value = await SecretInput.AskOpenlyAsync(option.Description!.TrimEnd('.'), context.Streams, cancellationToken);
            }

            if (!string.IsNullOrWhiteSpace(value))
            {
                typed[setting] = value;
            }
        }

        if (context.ParseResult.GetValue(_serverUrl) is { } address)
        {
            typed[service.Definition.ServerUrl] = address;
        }

        return typed;
    }

    private async Task<string> SecretAsync(CommandContext context, IServiceModule service, CancellationToken cancellationToken)
    {
        if (context.ParseResult.GetValue(_stdin))
        {
            return await SecretInput.ReadInputAsync(context.Streams.Input, cancellationToken);
        }

        if (!context.Streams.Input.IsTerminal)
        {
            throw new NotSentException(ExitCode.NotSent, "There is no terminal to ask on: give the secret on standard input, with --stdin. Nothing was sent.");
        }

        return await SecretInput.AskAsync(service.Login.SecretQuestion, context.Streams, cancellationToken);
    }

    /// <summary>Hands the secret to the helper. Where that fails, the file is the fallback, and said to be.</summary>
    /// <returns>The helper that keeps it now, or null.</returns>
    private static async Task<string?> StoreAsync(
        CommandContext context, string? helper, string profile, LoginEntries entries, CancellationToken cancellationToken)
    {
        if (helper is null)
        {
            return null;
        }

        try
        {
            await new CredentialHelper(helper, context.Session.Environment, context.TimeProvider).StoreAsync(
                profile, entries.Service, entries.Secret, cancellationToken);
            return helper;
        }
        catch (NotSentException exception)
        {
            var why = exception.Message.Replace(" Nothing was sent.", string.Empty, StringComparison.Ordinal);
            context.Reporter.Warn($"{why} The secret is kept in {context.Session.Profiles.Path} instead, readable by you alone.");
            return null;
        }
    }

    /// <summary>Asks the service. Without the token cache, as it is the credential itself that has to be proved.</summary>
    /// <returns>What to report when it does not accept the account; null when it does.</returns>
    private async Task<OutcomeReport?> CheckAsync(
        CommandContext context, IServiceModule service, ServiceSettings settings, CancellationToken cancellationToken)
    {
        if (context.ParseResult.GetValue(_noCheck))
        {
            // What cannot be read back is not worth keeping.
            using var client = context.Session.Open(service, settings, tokens: null);
            context.Session.Use(client.Account);
            return null;
        }

        var health = await AccountCheck.RunAsync(context.Session, service, settings, tokens: null, cancellationToken);
        if (health.Account is { } account)
        {
            context.Session.Use(account);
        }

        return health.State == AccountState.Valid ? null : new OutcomeReport
        {
            Outcome = health.State switch
            {
                AccountState.Unusable => ReportedOutcome.NotSent,
                AccountState.Rejected or AccountState.NotPermitted => ReportedOutcome.Refused,
                _ => ReportedOutcome.NotApplied,
            },
            ExitCode = health.ExitCode,
            SafeToRepeat = true,
            Lines = [health.Message, "Nothing was stored. To keep it all the same, add --no-check."],
        };
    }

    private static void WarnOfEnvironment(CommandContext context, ServiceDefinition service)
    {
        var environment = context.Session.Environment.Settings(service, SettingsSource.Environment);
        if (context.Session.TypedProfile is null && environment.IsDecisive)
        {
            var names = service.Settings.Where(setting => setting.IsDecisive && environment[setting] is not null).Select(setting => setting.Variable);
            context.Reporter.Warn($"{string.Join(", ", names)} in the environment goes before this profile, unless --profile names it.");
        }
    }
}
