using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>
/// Checks a client's options before the first call needs them, as the client's constructor would. Later, when they have changed under a client that
/// runs, nobody is there to be told: then a log says that they are not followed.
/// </summary>
internal sealed class ClientOptionsValidation<TOptions>(
    string clientName, string optionsName, Func<TOptions, OptionMistakes, Credential?> read, ILoggerFactory? loggerFactory) : IValidateOptions<TOptions>
    where TOptions : ControlClientOptions
{
    private readonly ILogger _logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientDiagnostics.Name);
    private volatile bool _wereValid;

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        if (name != optionsName)
        {
            return ValidateOptionsResult.Skip;
        }

        var mistakes = new OptionMistakes();
        _ = read(options, mistakes);
        if (mistakes.IsEmpty)
        {
            _wereValid = true;
            return ValidateOptionsResult.Success;
        }

        if (_wereValid)
        {
            TokenLog.CredentialNotFollowed(_logger, clientName, string.Join(' ', mistakes.Messages));
        }

        return ValidateOptionsResult.Fail(mistakes.Messages.Select(mistake => $"{clientName}: {mistake}"));
    }
}
