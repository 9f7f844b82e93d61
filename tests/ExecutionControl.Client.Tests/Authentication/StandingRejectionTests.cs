using System.Globalization;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>Every mint is an audit event at the service: a credential that it does not want costs two, not one for every call.</summary>
public sealed class StandingRejectionTests
{
    private readonly TurnedClock _clock = new();
    private int _mints;
    private bool _isEnabled;
    private int _firstGoodToken = 1;

    [Fact]
    public async Task Call_CredentialRejected_MintsTwiceHoweverManyFollow()
    {
        await using var server = Service();
        using var client = Client(server);

        for (var i = 0; i < 20; i++)
        {
            await RejectedAsync(client);
        }

        Assert.Equal((2, 21), (_mints, server.Requests.Count(request => !request.IsToken)));
    }

    [Fact]
    public async Task Call_ManyAtOnceRejected_MintTwice()
    {
        await using var server = Service();
        using var client = Client(server);

        await RejectedAsync(client);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => RejectedAsync(client)));

        Assert.Equal(2, _mints);
    }

    [Fact]
    public async Task Call_CredentialEnabledAgain_GoesThroughWithTheSameToken()
    {
        await using var server = Service();
        using var client = Client(server);

        await RejectedAsync(client);
        _isEnabled = true;
        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(2, _mints);
    }

    [Fact]
    public async Task Call_CredentialEnabledForNewTokensOnly_IsFoundOutAfterAMinute()
    {
        await using var server = Service();
        using var client = Client(server);

        await RejectedAsync(client);
        (_isEnabled, _firstGoodToken) = (true, 3);
        _clock.Advance(TimeSpan.FromSeconds(59));
        await RejectedAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(3, _mints);
    }

    [Fact]
    public async Task Call_TokenTakenSinceAndRejectedLater_IsRenewedAtOnce()
    {
        await using var server = Service();
        using var client = Client(server);

        await RejectedAsync(client);
        _isEnabled = true;
        await client.TerminateAutomationExecutionAsync("839265");
        _firstGoodToken = 3;
        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(3, _mints);
    }

    [Fact]
    public async Task Call_TokenExpired_IsMintedAnew()
    {
        await using var server = Service();
        using var client = Client(server);

        await RejectedAsync(client);
        _clock.Advance(TimeSpan.FromHours(1));
        await RejectedAsync(client);

        Assert.Equal(4, _mints);
    }

    private static async Task RejectedAsync(ConductorOneClient client)
    {
        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("839265"));
        Assert.Equal((RefusalReason.Authentication, 401), (exception.Reason, exception.Details.StatusCode));
    }

    private ScriptedServer Service() => new(request =>
    {
        if (request.IsToken)
        {
            var number = Interlocked.Increment(ref _mints);
            return Reply.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"access_token":"token-number-{{number}}","token_type":"Bearer","expires_in":3600}"""));
        }

        var token = int.Parse(request.Headers["Authorization"]["Bearer token-number-".Length..], CultureInfo.InvariantCulture);
        return _isEnabled && token >= _firstGoodToken ? Reply.Json("{}") : Reply.Json("""{"code":16,"message":"no","details":[]}""", 401);
    });

    private ConductorOneClient Client(ScriptedServer server) => TestClients.ConductorOne(server.Url, _clock, options =>
    {
        options.AccessToken = null;
        options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
        options.ClientSecret = ClientSecretText.Valid;
    });
}
