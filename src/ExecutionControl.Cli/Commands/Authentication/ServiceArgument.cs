using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>The service that a command is about.</summary>
internal sealed class ServiceArgument : Argument<string?>
{
    public ServiceArgument(bool isRequired)
        : base("service")
    {
        Description = $"The service: {string.Join(", ", ServiceName.Typed)}.{(isRequired ? string.Empty : " Default: all of them.")}";
        HelpName = string.Join('|', ServiceName.Typed);
        Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        CompletionSources.Add([.. ServiceName.Typed]);
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ServiceName.Parse(token.Value) is null)
            {
                var nearest = NearestName.Of(token.Value, ServiceName.Typed);
                result.AddError($"There is no service '{token.Value}': {(nearest is null ? $"there are {string.Join(", ", ServiceName.Typed)}" : $"did you mean '{nearest}'?")}");
            }
        });
    }

    /// <summary>The service that was typed, or null where none was.</summary>
    public ControlService? In(ParseResult parseResult) =>
        parseResult.GetResult(this)?.Tokens is [var token, ..] ? ServiceName.Parse(token.Value) : null;
}
