using System.CommandLine;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile delete</c>: forgets a profile with its credentials.</summary>
internal sealed class ProfileDeleteCommand : ProfileCommand
{
    private readonly Argument<string> _name = new("name") { Description = "The profile.", HelpName = "name" };

    public ProfileDeleteCommand(CommandHost host)
        : base(host, "delete", "Forget a profile with its credentials. The services' own tools keep theirs.") => Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["ectl profile delete staging", "ectl profile delete staging --yes --output json"];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.ParseResult.GetRequiredValue(_name);
        var document = context.Session.Profiles.Read();
        var profile = document.Find(name) ?? throw Missing(name, document);

        await Confirmation.AskAsync(
            context,
            new Question($"forget profile {name} with its credentials", "no: the credentials are gone from this machine; at the services they stay valid")
            {
                Where = context.Session.Profiles.Path,
                Nothing = "Nothing was changed.",
            },
            [name],
            cancellationToken);
        var wasUsed = false;
        var file = await ChangeAsync(
            context,
            document =>
            {
                wasUsed = string.Equals(document.Current, name, StringComparison.Ordinal);
                if (!document.Delete(name))
                {
                    throw Missing(name, document);
                }
            },
            cancellationToken);
        foreach (var service in Host.Services.Definitions.All)
        {
            if (profile.Value(service.CredentialHelper) is { } helper && CredentialHelper.IsValidName(helper))
            {
                await new CredentialHelper(helper, context.Session.Environment, context.TimeProvider)
                    .EraseAsync(name, service, context.Reporter, cancellationToken);
            }
        }

        return Changed(name, $"Applied: profile {name} is no longer in {file}{(wasUsed ? "; no profile is used now" : string.Empty)}.");
    }
}
