using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Stands for one client's handlers among the options that are checked when the host starts; holds nothing.</summary>
internal sealed class ClientPipeline;

/// <summary>Builds a client's handlers before the first call needs them, so that one which cannot stay is refused when the host starts.</summary>
internal sealed class ClientPipelineValidation(string clientName, IHttpMessageHandlerFactory handlers) : IValidateOptions<ClientPipeline>
{
    public ValidateOptionsResult Validate(string? name, ClientPipeline options)
    {
        if (name != clientName)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            _ = handlers.CreateHandler(clientName);
            return ValidateOptionsResult.Success;
        }
        catch (OptionsValidationException)
        {
            // The client's own options are wrong, and say so themselves.
            return ValidateOptionsResult.Skip;
        }
        catch (InvalidOperationException exception)
        {
            return ValidateOptionsResult.Fail($"{clientName}: {exception.Message}");
        }
    }
}
