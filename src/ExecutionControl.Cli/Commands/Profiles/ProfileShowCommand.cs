using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile show</c>: what one profile says, but for its secrets.</summary>
internal sealed class ProfileShowCommand : ProfileCommand
{
    private const string NotShown = "(set, not shown)";

    private readonly Argument<string?> _name = new("name")
    {
        Description = "The profile. Default: the one that is used.",
        HelpName = "name",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ProfileShowCommand(CommandHost host)
        : base(host, "show", "Show what a profile says. Secrets are never shown.") => Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["ectl profile show", "ectl profile show production --output json"];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selection = context.Session.SelectProfile();
        var name = context.ParseResult.GetValue(_name) ?? selection.Name ?? throw new NotSentException(
            ExitCode.NotSent, "No profile is used at present: name one, or run 'ectl profile use'.");
        var profile = selection.Document.Find(name) ?? throw new NotSentException(ExitCode.NotSent, ProfileSelection.Missing(name, selection.Document));
        var document = new ProfileDetailsDocument(
            name,
            context.Session.Profiles.Path,
            string.Equals(name, selection.Name, StringComparison.Ordinal),
            profile.RequiresReason,
            profile.IsProtected,
            profile.IsReadOnly,
            [
                .. Host.Services.Definitions.Settings
                    .Select(setting => (Setting: setting, Value: profile.Value(setting)))
                    .Where(said => said.Value is not null)
                    .Select(said => new ProfileSettingItem(said.Setting.QualifiedKey, said.Setting.IsSecret ? null : said.Value, said.Setting.IsSecret)),
            ],
            [.. profile.UnknownKeys]);
        context.PrintAnswer(Lines(document), document, ProfileJsonContext.Readable.ProfileDetailsDocument);
        return Task.FromResult<OutcomeReport?>(null);
    }

    private static IEnumerable<string> Lines(ProfileDetailsDocument document) => AlignedText.Of(
    [
        ["profile", document.Current ? $"{document.Name} (in use)" : document.Name],
        ["file", document.File ?? "none"],
        [Profile.ProtectedKey, document.Protected ? "true" : "false"],
        [Profile.ReadOnlyKey, document.ReadOnly ? "true" : "false"],
        [Profile.RequireReasonKey, document.RequireReason ? "true" : "false"],
        .. document.Settings.Select(item => (string[])[item.Setting, item.Value ?? NotShown]),
        .. document.UnknownKeys.Select(key => (string[])[key, "(unknown to ectl)"]),
    ]);
}

/// <summary>What a profile says, as a document for programs. Secrets are not in it.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="File">The file that it is in.</param>
/// <param name="Current">Whether a command uses it that names no other.</param>
/// <param name="RequireReason">Whether cancelling takes a reason.</param>
/// <param name="Protected">Whether its name must be typed before anything is changed.</param>
/// <param name="ReadOnly">Whether nothing is changed with it at all.</param>
/// <param name="Settings">What it says.</param>
/// <param name="UnknownKeys">What is in it that ectl does not know.</param>
internal sealed record ProfileDetailsDocument(
    string Name,
    string? File,
    bool Current,
    bool RequireReason,
    bool Protected,
    bool ReadOnly,
    IReadOnlyList<ProfileSettingItem> Settings,
    IReadOnlyList<string> UnknownKeys)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/profile";
}

/// <summary>One thing that a profile says.</summary>
/// <param name="Setting">Its name, such as <c>kubiya.server-url</c>.</param>
/// <param name="Value">Its value; null for a secret.</param>
/// <param name="IsSecret">Whether it is a secret.</param>
internal sealed record ProfileSettingItem(string Setting, string? Value, bool IsSecret);
