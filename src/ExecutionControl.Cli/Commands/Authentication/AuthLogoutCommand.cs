using System.CommandLine;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Files;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.TokenCache;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>ectl auth logout</c>: forgets an account, with the access tokens that were had with it.</summary>
internal sealed class AuthLogoutCommand : EctlCommand
{
    private readonly ServiceArgument _service;

    public AuthLogoutCommand(CommandHost host)
        : base(host, "logout", "Forget the account that a profile keeps, and the access tokens between runs. At the service the credential stays valid.")
    {
        _service = new ServiceArgument(host.Services, isRequired: true);
        Add(_service);
        host.Options.RefuseSandbox(this, "has an account of its own: there is nothing to log out of.");
    }

    public override IReadOnlyList<string> Examples { get; } = ["ectl auth logout kubiya", "ectl auth logout conductorone --profile staging"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Service = _service.In(parseResult)?.Definition.JsonName, Operation = "auth logout" };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var service = _service.In(context.ParseResult)!;
        var (definition, session) = (service.Definition, context.Session);
        var selection = session.SelectProfile();
        var name = selection.Name;
        var profile = selection.Find();
        var isKept = profile?.Settings(definition).IsDecisive ?? false;
        if (isKept)
        {
            await Confirmation.AskAsync(
                context,
                new Question(
                    $"forget the account at {definition.DisplayName} that profile {name} keeps",
                    "no: the credential is gone from this machine; at the service it stays valid")
                {
                    Where = session.Profiles.Path,
                    Nothing = "Nothing was changed.",
                },
                [definition.Name],
                cancellationToken);
            await session.Profiles.ChangeAsync(document => Forget(document, name!, definition), context.TimeProvider, cancellationToken);
            if (profile!.Value(definition.CredentialHelper) is { } helper && CredentialHelper.IsValidName(helper))
            {
                await new CredentialHelper(helper, session.Environment, context.TimeProvider)
                    .EraseAsync(name!, definition, context.Reporter, cancellationToken);
            }
        }

        await session.Profiles.RemoveLeftoverAsync(context.TimeProvider, cancellationToken);

        // Any of them can be minted anew.
        var tokens = service.MintsTokens ? ForgetTokens(session.Environment.Folders) : 0;
        WarnOfOthers(context, service);
        return new OutcomeReport
        {
            Outcome = isKept || tokens > 0 ? ReportedOutcome.Applied : ReportedOutcome.AlreadySo,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Target = name,
            Lines =
            [
                isKept
                    ? $"Applied: profile {name} no longer has an account at {definition.DisplayName}."
                    : $"{(tokens > 0 ? "Applied" : "Already so")}: "
                    + $"{(name is null ? "no profile is used" : $"profile {name} has no account at {definition.DisplayName}")}.",
                .. tokens > 0 ? (string[])["The access tokens that were kept between runs are forgotten, too."] : [],
            ],
        };
    }

    private static void Forget(ProfileDocument document, string profile, ServiceDefinition service)
    {
        foreach (var setting in service.Settings)
        {
            document.Set(profile, service.Name, setting.Key, null);
        }
    }

    private static int ForgetTokens(UserFolders folders)
    {
        try
        {
            return TokenFolder.Locate(folders) is { } folder ? TokenFolder.Clear(folder) : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"The account is forgotten, but not all access tokens are: {exception.Message} Remove {TokenFolder.Locate(folders)}.",
                exception);
        }
    }

    private static void WarnOfOthers(CommandContext context, IServiceModule service)
    {
        try
        {
            if (SettingsResolution.Find(service, context.Session.Profiles, typedProfile: null, context.Session.Environment) is { } other)
            {
                context.Reporter.Warn(
                    $"there still is an account at {service.Definition.DisplayName}: commands that name no profile use the one from {other.Source.Text}.");
            }
        }
        catch (NotSentException)
        {
            // Whoever asks for an account next is told what is wrong.
        }
    }
}
