using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>The service that a command is about.</summary>
internal sealed class ServiceArgument : Argument<string?>
{
    private readonly ServiceModules _services;

    public ServiceArgument(ServiceModules services, bool isRequired)
        : base("service")
    {
        _services = services;
        Description = $"The service: {string.Join(", ", services.Names)}.{(isRequired ? string.Empty : " Default: all of them.")}";
        HelpName = string.Join('|', services.Names);
        Arity = isRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne;
        CompletionSources.Add([.. services.Names]);
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && services.Find(token.Value) is null)
            {
                var nearest = NearestName.Of(token.Value, services.Names);
                result.AddError(
                    $"There is no service '{token.Value}': "
                    + $"{(nearest is null ? $"there are {string.Join(", ", services.Names)}" : $"did you mean '{nearest}'?")}");
            }
        });
    }

    /// <summary>The service that was typed, or null where none was.</summary>
    public IServiceModule? In(ParseResult parseResult) =>
        parseResult.GetResult(this)?.Tokens is [var token, ..] ? _services.Find(token.Value) : null;
}
