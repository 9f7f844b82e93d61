using System.CommandLine;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile set</c>: changes what a profile says, but for its secrets.</summary>
internal sealed class ProfileSetCommand : ProfileCommand
{
    private readonly ServiceDefinitions _services;
    private readonly IReadOnlyList<string> _names;

    private readonly Argument<string> _name = new("name") { Description = "The profile; it is made if there is none of that name.", HelpName = "name" };

    private readonly Argument<string> _setting;

    private readonly Argument<string?> _value = new("value")
    {
        Description = "The new value. Left out with --unset.",
        HelpName = "value",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _unset = new("--unset") { Description = "Take the setting out of the profile." };

    public ProfileSetCommand(CommandHost host)
        : base(host, "set", "Change what a profile says. Secrets are set by 'ectl auth login', never on a command line.")
    {
        _services = host.Services.Definitions;
        _names = [.. Profile.Switches, .. _services.Settings.Where(setting => !setting.IsSecret).Select(setting => setting.QualifiedKey)];
        _setting = new Argument<string>("setting") { Description = $"What to set: {string.Join(", ", _names)}.", HelpName = "setting" };
        _setting.CompletionSources.Add([.. _names]);
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !ProfileName.IsValid(token.Value))
            {
                result.AddError(ProfileName.Complaint(token.Value));
            }
        });
        _setting.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Complaint(token.Value) is { } complaint)
            {
                result.AddError(complaint);
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_value) is { Tokens.Count: > 0 } == result.GetResult(_unset) is { Implicit: false })
            {
                result.AddError("Give either a value or --unset.");
            }
        });
        Add(_name);
        Add(_setting);
        Add(_value);
        Add(_unset);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl profile set production protected true",
        "ectl profile set staging read-only true",
        "ectl profile set production require-reason true",
        "ectl profile set production codegen.organization 42",
        "ectl profile set production codegen.organization --unset",
        "ectl profile set ci kubiya.credential-process \"/usr/local/bin/kubiya-key --for ci\"",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.ParseResult.GetRequiredValue(_name);
        var key = context.ParseResult.GetRequiredValue(_setting);
        var value = context.ParseResult.GetValue(_value);
        var file = await ChangeAsync(context, document => Set(document, name, key, value), cancellationToken);
        return Changed(name, value is null
            ? $"Applied: profile {name} in {file} no longer says {key}."
            : $"Applied: {key} of profile {name} in {file} is {value}.");
    }

    private void Set(ProfileDocument document, string name, string key, string? value)
    {
        if (Profile.Switches.Contains(key, StringComparer.Ordinal))
        {
            document.Set(name, null, key, value?.ToUpperInvariant() switch
            {
                null => null,
                "TRUE" => "true",
                "FALSE" => "false",
                _ => throw new NotSentException(ExitCode.NotSent, $"{key} is true or false, not '{value}'. Nothing was changed."),
            });
            return;
        }

        var setting = _services.FindSetting(key)!;
        var service = _services.Of(setting);

        // Checks the value as every reader of it will.
        var source = SettingsSource.OfProfile(name, "the configuration file");
        var changed = new ServiceSettings(service, source, asked => asked == setting ? value : null).Checked();
        _ = setting.IsNumber ? changed.PositiveNumber(setting) : 0;
        _ = setting.IsAddress ? changed.Address(setting) : null;
        if (setting.Key is ServiceSetting.CredentialHelperKey && value is not null && !CredentialHelper.IsValidName(value))
        {
            throw new NotSentException(ExitCode.NotSent, $"'{value}' is no credential helper's name, such as pass or secretservice. Nothing was changed.");
        }

        RequireNoCredential(document, name, setting, isUnset: value is null);
        document.Set(name, service.Name, setting.Key, value is null ? null : changed[setting] ?? value);
    }

    /// <summary>A credential that was given for one host must not go to another because somebody changed the address.</summary>
    private void RequireNoCredential(ProfileDocument document, string name, ServiceSetting setting, bool isUnset)
    {
        if (!setting.IsDecisive || (setting.IsSupply && isUnset))
        {
            return;
        }

        var holder = document.Find(name) is { } profile
            ? _services.Of(setting).Settings.FirstOrDefault(
                other => other != setting && (other.IsSecret || other.IsSupply) && profile.Value(other) is not null)
            : null;
        var (service, display) = (setting.Service, _services.Of(setting).DisplayName);
        if (holder is { IsSupply: true })
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"The {holder.Key} of profile {name} supplies a credential for {display} that was meant for another {setting.Key}. Take it out first: "
                + $"'ectl profile set {name} {holder.QualifiedKey} --unset'. Nothing was changed.");
        }

        if (holder is not null && setting.IsSupply)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Profile {name} holds a secret for {display} itself. Forget it first: 'ectl auth logout {service} --profile {name}'. Nothing was changed.");
        }

        if (holder is not null)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Profile {name} holds a credential for {display} that was given for another {setting.Key}. Set both at once with "
                + $"'ectl auth login {service} --profile {name} --{setting.Key} …'. Nothing was changed.");
        }
    }

    private string? Complaint(string key) => _services.FindSetting(key) switch
    {
        { IsSecret: true } secret => $"'{key}' is a secret, and command lines are no place for one: use 'ectl auth login {secret.Service}'.",
        null when !_names.Contains(key, StringComparer.Ordinal) =>
            $"There is no setting '{key}'.{(NearestName.Of(key, _names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty)}",
        _ => null,
    };
}
