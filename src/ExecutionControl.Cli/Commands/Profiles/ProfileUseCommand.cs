using System.CommandLine;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile use</c>: chooses the profile that commands use which name no other.</summary>
internal sealed class ProfileUseCommand : ProfileCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The profile.", HelpName = "name" };

    public ProfileUseCommand(CommandHost host)
        : base(host, "use", "Choose the profile that is used where neither --profile nor ECTL_PROFILE names another.") => Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["ectl profile use staging", "ectl profile use production --output json"];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.ParseResult.GetRequiredValue(_name);
        var isChanged = false;
        await ChangeAsync(
            context,
            document =>
            {
                _ = document.Find(name) ?? throw Missing(name, document);
                isChanged = !string.Equals(document.Current, name, StringComparison.Ordinal);
                document.Use(name);
            },
            cancellationToken);
        if (context.Session.Environment[VariableNames.Profile] is { } other && !string.Equals(other, name, StringComparison.Ordinal))
        {
            context.Reporter.Warn($"{VariableNames.Profile} is set to {other} and goes before this choice.");
        }

        var selection = context.Session.SelectProfile();
        foreach (var service in Host.Services.Definitions.All)
        {
            if (SettingsResolution.Overruling(service, selection, context.Session.Environment) is { Count: > 0 } variables)
            {
                context.Reporter.Warn(
                    $"at {service.DisplayName} {string.Join(", ", variables)} in the environment "
                    + $"{(variables.Count > 1 ? "go" : "goes")} before this profile, unless --profile or {VariableNames.Profile} names it.");
            }
        }

        return Changed(name, isChanged ? $"Applied: profile {name} is used from now on." : $"Already so: profile {name} was used before.", isChanged);
    }
}
