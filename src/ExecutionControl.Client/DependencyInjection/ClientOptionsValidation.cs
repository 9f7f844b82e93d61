using ExecutionControl.Client.Authentication;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Checks a client's options before the first call needs them, as the client's constructor would.</summary>
internal sealed class ClientOptionsValidation<TOptions>(string optionsName, Func<TOptions, Credential> resolve) : IValidateOptions<TOptions>
    where TOptions : ControlClientOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != optionsName)
        {
            return ValidateOptionsResult.Skip;
        }

        try
        {
            options.Retry.Validate();
            _ = resolve(options);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail($"{optionsName}: {exception.Message}");
        }
    }
}
