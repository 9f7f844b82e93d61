using System.CommandLine;

namespace ExecutionControl.Cli.Options;

/// <summary>An option that may be given several times, with a text that is not blank.</summary>
internal sealed class TextListOption : Option<string[]>
{
    public TextListOption(string name, string helpName, string description)
        : base(name)
    {
        Description = description;
        HelpName = helpName;
        Arity = ArgumentArity.OneOrMore;
        Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError($"{name} needs a value: an empty one would keep all.");
            }
        });
    }
}
