using System.CommandLine;
using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary><c>--store</c>: who keeps a secret, the configuration file or one of docker's credential helpers.</summary>
internal sealed class SecretStoreOption : Option<string>
{
    private const string File = "file";
    private const string Default = "helper";

    public SecretStoreOption()
        : base("--store")
    {
        Description = "Who keeps the secret: 'file', the configuration file; 'helper', this system's keyring; or a helper's name, such as pass, "
            + "for docker-credential-pass. "
            + "Default: as before, at first the file.";
        HelpName = "store";
        CompletionSources.Add(File, Default, "osxkeychain", "pass", "secretservice", "wincred");
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !CredentialHelper.IsValidName(token.Value))
            {
                result.AddError($"'{token.Value}' is no credential helper's name.");
            }
        });
    }

    /// <summary>The helper that is meant, or null for the file.</summary>
    /// <param name="context">The command.</param>
    /// <param name="before">The helper that has kept the secret so far, or null.</param>
    public string? In(CommandContext context, string? before)
    {
        switch (context.ParseResult.GetValue(this))
        {
            case null:
                return before;
            case File:
                return null;
            case Default when CredentialHelper.FindDefault(context.Session.Environment) is { } found:
                return found;
            case Default:
                context.Reporter.Warn(
                    "No docker-credential-… of this system's keyring is on PATH: the secret is kept in the configuration file instead, readable by you alone.");
                return null;
            case { } name:
                return name;
        }
    }
}
