using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile list</c>: which profiles there are.</summary>
internal sealed class ProfileListCommand(CommandHost host) : ProfileCommand(host, "list", "List the profiles, and which of them is used.")
{
    public override IReadOnlyList<string> Examples { get; } = ["ectl profile list", "ectl profile list --output json"];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selection = context.Session.SelectProfile();
        List<ProfileListItem> items =
        [
            .. selection.Document.Names.Select(selection.Document.Find).OfType<Profile>().Select(profile => new ProfileListItem(
                profile.Name,
                string.Equals(profile.Name, selection.Name, StringComparison.Ordinal),
                [.. Host.Services.Definitions.All.Where(service => profile.Settings(service).IsDecisive).Select(service => service.Name)])),
        ];
        context.PrintAnswer(Lines(items), new ProfileListDocument(items), ProfileJsonContext.Readable.ProfileListDocument);
        return Task.FromResult<OutcomeReport?>(null);
    }

    private static IEnumerable<string> Lines(List<ProfileListItem> items) => items.Count == 0
        ? ["There are no profiles: 'ectl auth login' makes one."]
        : AlignedText.Of(
        [
            ["", "PROFILE", "SERVICES"],
            .. items.Select(item => (string[])[item.Current ? "*" : "", item.Name, string.Join(", ", item.Services)]),
        ]);
}
