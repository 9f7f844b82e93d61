using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Services;

/// <summary>What <c>ectl auth login</c> asks for at one service.</summary>
/// <param name="SecretQuestion">What the secret is, for somebody who is asked for it.</param>
/// <param name="Entries">What else can be typed.</param>
/// <param name="Rules">What goes with which secret.</param>
internal sealed record ServiceLogin(string SecretQuestion, IReadOnlyList<LoginEntry> Entries, IReadOnlyList<SecretRule> Rules)
{
    /// <summary>Where the secret will be sent when no address says so, for somebody who is about to type it.</summary>
    public required Func<Func<ServiceSetting, string?>, string> DefaultServer { get; init; }
}

/// <summary>A setting that has an option of its own.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Option">The option, such as <c>--organization</c>.</param>
/// <param name="Description">What it is; it is asked for in these words.</param>
/// <param name="HelpName">The value in the help.</param>
internal sealed record LoginEntry(ServiceSetting Setting, string Option, string Description, string HelpName);

/// <summary>What goes with a secret.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Required">The setting without which it is of no use.</param>
/// <param name="Option">The option that gives that setting.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Replaced">A setting that says nothing any more beside this secret; null when there is none.</param>
internal sealed record SecretRule(ServiceSetting Secret, ServiceSetting Required, string Option, string Why, ServiceSetting? Replaced = null);
