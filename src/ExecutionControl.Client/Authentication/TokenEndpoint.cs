using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Authentication;

/// <summary>Asks ConductorOne's token endpoint, with everything in the form and nothing in a header, as it wants it.</summary>
internal sealed class TokenEndpoint(HttpMessageInvoker http, TimeProvider timeProvider)
{
    private const int MaxAnswerBytes = 256 * 1024;
    private static readonly string[] _marksOfToken = ["access_token", "refresh_token", "id_token", "token_type", "expires_in"];
    private static readonly TimeSpan _noticeableSkew = TimeSpan.FromMinutes(1);

    /// <summary>Makes one token request.</summary>
    /// <param name="server">The server whose token endpoint is asked.</param>
    /// <param name="form">What is sent.</param>
    /// <param name="proof">The proof of identity that is among it, which goes into no error.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TokenRequestException">There is no token to be had.</exception>
    public async Task<AccessToken> RequestAsync(Uri server, IEnumerable<KeyValuePair<string, string>> form, string proof, CancellationToken cancellationToken)
    {
        string? error = null;
        try
        {
            return await SendAsync(server, form, proof, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception is TokenRequestException { StatusCode: { } status }
                ? status.ToString(CultureInfo.InvariantCulture)
                : ErrorType.Of(exception);
            throw;
        }
        finally
        {
            Count(server, error);
        }
    }

    /// <summary>Counts a request that was made, and not what a store has, or what could not be signed.</summary>
    private static void Count(Uri server, string? error)
    {
        var tags = new TagList { { "server.address", server.Host }, { "execution_control.token_minted", error is null } };
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        ClientDiagnostics.TokenMints.Add(1, tags);
    }

    private async Task<AccessToken> SendAsync(Uri server, IEnumerable<KeyValuePair<string, string>> form, string proof, CancellationToken cancellationToken)
    {
        var address = new Uri($"{server.AbsoluteUri.TrimEnd('/')}/auth/v1/token");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.ParseAdd("application/json");
        var askedAt = timeProvider.GetUtcNow();
        RequestDefaults.ApplyTo(request);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (request.Method != HttpMethod.Post || request.RequestUri != address)
            {
                throw new TokenRequestException(
                    $"the token endpoint of {server.Authority} leads elsewhere, and the application's transport followed it there; redirects are not followed",
                    isRejection: false) { StatusCode = (int)HttpStatusCode.Redirect };
            }

            if (!response.IsSuccessStatusCode)
            {
                throw await RefusalAsync(response, server, address, proof, cancellationToken).ConfigureAwait(false);
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Unusable(server, string.Create(CultureInfo.InvariantCulture, $"its status is {(int)response.StatusCode} instead of 200"));
            }

            return Read(await BoundedBody.ReadAsync(response.Content, MaxAnswerBytes, cancellationToken).ConfigureAwait(false), server, askedAt);
        }
        catch (ProxyFailureException exception)
        {
            throw new TokenRequestException(
                $"the token endpoint of {server.Authority} could not be reached: {exception.Message}",
                isRejection: false,
                exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException })
        {
            throw new TokenRequestException(
                $"the token endpoint of {server.Authority} could not be reached: {exception.GetBaseException().Message.TrimEnd('.')}",
                isRejection: false,
                exception);
        }
        catch (UnreadableAnswerException exception)
        {
            throw Unusable(server, exception.Message);
        }
    }

    private static AccessToken Read(byte[] body, Uri server, DateTimeOffset askedAt)
    {
        try
        {
            var root = JsonText.Parse(body);
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("access_token", out var token)
                || token.ValueKind != JsonValueKind.String
                || token.GetString() is not { Length: > 0 } value)
            {
                throw Unusable(server, "it holds no access_token");
            }

            if (!root.TryGetProperty("expires_in", out var lifetime) || !JsonNumber.TryGetFloor(lifetime, out var seconds) || seconds <= 0)
            {
                throw Unusable(server, "its expires_in is missing or not a positive number of seconds");
            }

            return new AccessToken(value, askedAt + TimeSpan.FromSeconds(Math.Min(seconds, (long)TimeSpan.FromDays(3650).TotalSeconds)));
        }
        catch (JsonException)
        {
            throw Unusable(server, "it is not JSON");
        }
        catch (ArgumentException)
        {
            throw Unusable(server, "its access_token holds characters that no token has");
        }
    }

    // The answer may hold a token: nothing of it goes into the error.
    private static TokenRequestException Unusable(Uri server, string why) =>
        new($"the answer of the token endpoint of {server.Authority} cannot be used: {why}", isRejection: true) { StatusCode = 200 };

    /// <summary>An error that looks like the answer with a token in it is not repeated: it may hold one, whatever its status says.</summary>
    private static string? WithoutToken(string? body) =>
        body is not null && Array.Exists(_marksOfToken, mark => body.Contains(mark, StringComparison.OrdinalIgnoreCase)) ? null : body;

    private async Task<TokenRequestException> RefusalAsync(
        HttpResponseMessage response, Uri server, Uri address, string proof, CancellationToken cancellationToken)
    {
        var body = WithoutToken(
            new Redaction(proof).Hide(await BoundedBody.ReadErrorAsync(response.Content, cancellationToken).ConfigureAwait(false)));
        var answer = new ServiceAnswer((int)response.StatusCode, body, null, RetryAfter.Read(response.Headers, timeProvider), response.Headers.Date);
        var isRejection = StatusMeaning.Of(answer.Status) == FailureKind.Refused && !TokenRequestException.IsWrongAddress(answer.Status);
        var said = answer.Message is { } message ? $": {message}" : string.Empty;
        var text = isRejection
            ? $"the token endpoint of {server.Authority} rejected the credential ({answer.StatusText}){said}{Skew(answer)}"
            : TokenRequestException.IsWrongAddress(answer.Status)
                ? $"there is no token endpoint at {address} ({answer.StatusText}){said}; check the server's address"
                : $"the token endpoint of {server.Authority} is not available ({answer.StatusText}){said}";
        return new TokenRequestException(text, isRejection)
        {
            StatusCode = answer.Status,
            ResponseBody = body,
            ServiceMessage = answer.Message,
            RetryAfter = answer.RetryAfter,
        };
    }

    /// <summary>An assertion is valid for two minutes around now: a clock that is off explains a rejection better than the service can.</summary>
    private string Skew(ServiceAnswer answer)
    {
        if (answer.Date is not { } theirs || timeProvider.GetUtcNow() - theirs is var skew && skew.Duration() < _noticeableSkew)
        {
            return string.Empty;
        }

        var direction = skew > TimeSpan.Zero ? "ahead of" : "behind";
        return string.Create(
            CultureInfo.InvariantCulture,
            $". This machine's clock is {skew.Duration().TotalMinutes:0.#} minutes {direction} the server's; set it right");
    }
}
