using System.CommandLine;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>ectl auth login</c>: keeps an account in a profile, once the service has accepted it.</summary>
internal sealed class AuthLoginCommand : EctlCommand
{
    private readonly ServiceArgument _service = new(isRequired: true);

    private readonly Option<bool> _stdin = new("--stdin") { Description = "Read the secret from standard input in place of asking for it." };

    private readonly Option<bool> _noCheck = new("--no-check") { Description = "Keep it without asking the service whether it accepts it." };

    private readonly SecretStoreOption _store = new();

    private readonly Dictionary<ServiceSetting, Option<string>> _entries = new()
    {
        [ServiceSetting.ConductorOneClientId] = new("--client-id") { Description = "ConductorOne: the client id, such as fox@acme.conductor.one/spc.", HelpName = "id" },
        [ServiceSetting.CodegenOrganization] = new("--organization") { Description = "Codegen: the number of the organization.", HelpName = "number" },
    };

    private readonly Option<string> _serverUrl = new("--server-url")
    {
        Description = "Another server than the service's own; for ConductorOne, than the one that the client id names.",
        HelpName = "address",
    };

    public AuthLoginCommand(CommandHost host)
        : base(host, "login", "Keep an account in a profile, readable by you alone, once a real call has shown that the service accepts it.")
    {
        Add(_service);
        Add(_stdin);
        foreach (var (setting, option) in _entries)
        {
            option.Validators.Add(result =>
            {
                if (result.GetResult(_service)?.Tokens is [var token, ..] && ServiceName.Parse(token.Value) is { } service && service != setting.Service)
                {
                    result.AddError($"{option.Name} is an option of {ServiceName.Of(setting.Service)}, not of {ServiceName.Of(service)}.");
                }
            });
            Add(option);
        }

        Add(_serverUrl);
        Add(_noCheck);
        Add(_store);
        Validators.Add(result =>
        {
            if (result.GetResult(host.Options.Sandbox) is { Implicit: false })
            {
                result.AddError("--sandbox has an account of its own: there is nothing to log in to.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl auth login conductorone --client-id fox@acme.conductor.one/spc",
        "ectl auth login codegen --organization 42 --profile staging",
        "pass kubiya/api-key | ectl auth login kubiya --stdin",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.Refused, ExitCode.NotApplied, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Service = _service.In(parseResult), Operation = "auth login" };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var service = _service.In(context.ParseResult)!.Value;
        var selection = ProfileSelection.Of(context.TypedProfile, context.Environment);
        var name = selection.Name ?? ProfileSelection.DefaultName;
        if (!ProfileName.IsValid(name))
        {
            throw new NotSentException(ExitCode.NotSent, $"{ProfileName.Complaint(name)} Nothing was sent.");
        }

        var profile = selection.Document.Find(name);
        if (profile?.Value(ServiceSetting.CredentialProcessOf(service)) is not null)
        {
            var setting = ServiceSetting.CredentialProcessOf(service).QualifiedKey;
            throw new NotSentException(
                ExitCode.NotSent,
                $"In profile {name} the {ServiceSetting.CredentialProcessKey} supplies the secret: run 'ectl profile set {name} {setting} --unset' first. Nothing was sent.");
        }

        var before = profile?.Value(ServiceSetting.CredentialHelperOf(service));
        var store = _store.In(context, before);
        var typed = await TypedAsync(context, service, profile, cancellationToken);
        ProfileFile.DemandWritable(context.Environment.Folders);
        context.Reporter.Notice($"logging in to {ServiceName.Display(service)} at {Server(service, typed, profile)}, for profile {name}");
        var secret = await SecretAsync(context, service, cancellationToken);
        var entries = LoginEntries.Of(service, profile, typed, secret);
        var settings = entries.Settings(SettingsSource.OfProfile(name, ProfileFile.Locate(context.Environment.Folders) ?? "no file")).Checked();
        if (await CheckAsync(context, settings, cancellationToken) is { } refused)
        {
            return refused;
        }

        var helper = await StoreAsync(context, store, name, entries, cancellationToken);
        var file = await ProfileFile.ChangeAsync(context.Environment.Folders, document => entries.Store(document, name, helper), context.TimeProvider, cancellationToken);
        if (before is not null && !string.Equals(before, helper, StringComparison.Ordinal))
        {
            await KeptSecrets.EraseAsync(context, before, name, service, cancellationToken);
        }

        WarnOfEnvironment(context, service);
        var how = context.ParseResult.GetValue(_noCheck) ? "The service was not asked whether it accepts it." : "The service accepts it.";
        return new OutcomeReport
        {
            Outcome = ReportedOutcome.Applied,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Target = name,
            Lines = [$"Applied: the account at {context.Account?.Text ?? ServiceName.Display(service)} is kept in profile {name} in {file}{(helper is null ? string.Empty : $", its secret by docker-credential-{helper}")}. {how}"],
        };
    }

    /// <summary>Where the secret will be sent, for somebody who is about to type it.</summary>
    private static string Server(ControlService service, Dictionary<ServiceSetting, string> typed, Profile? profile)
    {
        string? Said(ServiceSetting setting) => typed.GetValueOrDefault(setting) ?? profile?.Value(setting);

        var address = Said(ServiceSetting.Of(service).Single(setting => setting.Key is "server-url"));
        return address is not null
            ? ServiceAddress.Read(address, service, "--server-url").GetLeftPart(UriPartial.Authority)
            : service switch
            {
                ControlService.ConductorOne => Said(ServiceSetting.ConductorOneClientId) is { } id ? $"the server of the client id {id}" : "its server",
                ControlService.Codegen => CodegenClientOptions.DefaultServerUrl.GetLeftPart(UriPartial.Authority),
                _ => KubiyaClientOptions.DefaultServerUrl.GetLeftPart(UriPartial.Authority),
            };
    }

    /// <summary>What was typed on the command line, or is asked for now because nobody else says it.</summary>
    private async Task<Dictionary<ServiceSetting, string>> TypedAsync(CommandContext context, ControlService service, Profile? profile, CancellationToken cancellationToken)
    {
        var typed = new Dictionary<ServiceSetting, string>();
        foreach (var (setting, option) in _entries.Where(entry => entry.Key.Service == service))
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
            typed[ServiceSetting.Of(service).Single(setting => setting.Key is "server-url")] = address;
        }

        return typed;
    }

    private async Task<string> SecretAsync(CommandContext context, ControlService service, CancellationToken cancellationToken)
    {
        if (context.ParseResult.GetValue(_stdin))
        {
            return await SecretInput.ReadInputAsync(context.Streams.Input, cancellationToken);
        }

        if (!context.Streams.Input.IsTerminal)
        {
            throw new NotSentException(ExitCode.NotSent, "There is no terminal to ask on: give the secret on standard input, with --stdin. Nothing was sent.");
        }

        var question = service switch
        {
            ControlService.ConductorOne => "ConductorOne's client secret or access token",
            ControlService.Codegen => "Codegen's API token",
            _ => "Kubiya's API key",
        };
        return await SecretInput.AskAsync(question, context.Streams, cancellationToken);
    }

    /// <summary>Hands the secret to the helper. Where that fails, the file is the fallback, and said to be.</summary>
    /// <returns>The helper that keeps it now, or null.</returns>
    private static async Task<string?> StoreAsync(CommandContext context, string? helper, string profile, LoginEntries entries, CancellationToken cancellationToken)
    {
        if (helper is null)
        {
            return null;
        }

        try
        {
            await new CredentialHelper(helper, context.Environment, context.TimeProvider).StoreAsync(profile, entries.Service, entries.Secret, cancellationToken);
            return helper;
        }
        catch (NotSentException exception)
        {
            context.Reporter.Warn($"{exception.Message.Replace(" Nothing was sent.", string.Empty, StringComparison.Ordinal)} The secret is kept in {ProfileFile.Locate(context.Environment.Folders)} instead, readable by you alone.");
            return null;
        }
    }

    /// <summary>Asks the service. Without the token cache, as it is the credential itself that has to be proved.</summary>
    /// <returns>What to report when it does not accept the account; null when it does.</returns>
    private async Task<OutcomeReport?> CheckAsync(CommandContext context, ServiceSettings settings, CancellationToken cancellationToken)
    {
        if (context.ParseResult.GetValue(_noCheck))
        {
            // What cannot be read back is not worth keeping.
            using var session = AccountSession.Open(context, settings, tokens: null, _ => { });
            context.UseAccount(session.Account);
            return null;
        }

        var health = await AccountCheck.RunAsync(context, settings, tokens: null, cancellationToken);
        if (health.Account is { } account)
        {
            context.UseAccount(account);
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

    private static void WarnOfEnvironment(CommandContext context, ControlService service)
    {
        var environment = context.Environment.Settings(service, SettingsSource.Environment);
        if (context.TypedProfile is null && environment.IsDecisive)
        {
            var names = ServiceSetting.Of(service).Where(setting => setting.IsDecisive && environment[setting] is not null).Select(setting => setting.Variable);
            context.Reporter.Warn($"{string.Join(", ", names)} in the environment goes before this profile, unless --profile names it.");
        }
    }
}
