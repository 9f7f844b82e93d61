using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>Tokens and where they come from, each alone.</summary>
public sealed class TokenTests
{
    private static readonly Uri Server = new("https://acme.conductor.one");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData("!")]
    [InlineData("~")]
    [InlineData("eyJ.a-b_c.d+/=")]
    public void AccessToken_VisibleAscii_IsOne(string value) => Assert.Equal(value, new AccessToken(value).Value);

    [Theory]
    [InlineData(null, "The token is empty.")]
    [InlineData("", "The token is empty.")]
    [InlineData("abc def", "The token holds a space, a line break or another character that no token has.")]
    [InlineData("abc\n", "The token holds a space, a line break or another character that no token has.")]
    [InlineData("\u007fabc", "The token holds a space, a line break or another character that no token has.")]
    [InlineData("abcé", "The token holds a space, a line break or another character that no token has.")]
    public void AccessToken_AnythingElse_IsRefusedAndNotRepeated(string? value, string why)
    {
        foreach (var make in (Action[])[() => _ = new AccessToken(value!), () => _ = new StoredToken(value!, Noon, Noon.AddHours(1))])
        {
            var exception = Assert.Throws<ArgumentException>(make);

            Assert.Equal(("value", $"{why} (Parameter 'value')"), (exception.ParamName, exception.Message));
        }
    }

    [Theory]
    [InlineData(60, 55)]
    [InlineData(50, 45)]
    [InlineData(40, 36)]
    [InlineData(1440, 1435)]
    public void StoredToken_LifeInMinutes_IsFreshUntilItsMarginAndLiveToItsEnd(int life, int fresh)
    {
        var token = new StoredToken("token", Noon, Noon.AddMinutes(life));

        Assert.Equal((false, false), (token.IsLive(Noon - Tick), token.IsFresh(Noon - Tick)));
        Assert.Equal((true, true), (token.IsLive(Noon), token.IsFresh(Noon)));
        Assert.True(token.IsFresh(Noon.AddMinutes(fresh) - Tick));
        Assert.Equal((true, false), (token.IsLive(Noon.AddMinutes(fresh)), token.IsFresh(Noon.AddMinutes(fresh))));
        Assert.True(token.IsLive(Noon.AddMinutes(life) - Tick));
        Assert.False(token.IsLive(Noon.AddMinutes(life)));
        Assert.Equal(("token", (DateTimeOffset?)Noon.AddMinutes(life)), (token.ToAccessToken().Value, token.ToAccessToken().ExpiresAt));
    }

    [Fact]
    public void StoredToken_EndsBeforeItBegins_IsRefused()
    {
        foreach (var end in (DateTimeOffset[])[Noon, Noon - Tick])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new StoredToken("token", Noon, end));
            Assert.Equal("expiresAt", exception.ParamName);
            Assert.StartsWith("A token ends after it was asked for.", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToString_Token_DoesNotShowIt()
    {
        Assert.Equal("AccessToken (hidden)", new AccessToken("token").ToString());
        Assert.Equal("StoredToken (hidden)", new StoredToken("token", Noon, Noon.AddHours(1)).ToString());
        Assert.Equal("WorkloadToken from a value", WorkloadToken.FromValue("token").ToString());
        Assert.Equal("WorkloadToken from the file /var/run/token", WorkloadToken.FromFile("/var/run/token").ToString());
        Assert.Equal("WorkloadToken from a callback", WorkloadToken.FromCallback(_ => ValueTask.FromResult("token")).ToString());
    }

    [Fact]
    public async Task WorkloadToken_WhiteSpaceAroundIt_IsIgnored()
    {
        Assert.Equal("token", await WorkloadToken.FromValue(" token\n").ReadAsync(CancellationToken.None));
        Assert.Equal("token", await WorkloadToken.FromCallback(_ => ValueTask.FromResult("token\r\n")).ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData(null)]
    public async Task WorkloadToken_Empty_IsARejection(string? value)
    {
        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => WorkloadToken.FromCallback(_ => ValueTask.FromResult(value!)).ReadAsync(CancellationToken.None).AsTask());

        Assert.Equal((true, "the workload's OIDC token is empty: a callback holds none"), (exception.IsRejection, exception.Message));
    }

    [Fact]
    public async Task WorkloadToken_CannotBeRead_IsNoRejection()
    {
        var cause = new IOException("disk gone");

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => WorkloadToken.FromCallback(_ => throw cause).ReadAsync(CancellationToken.None).AsTask());

        Assert.Equal((false, "the workload's OIDC token could not be had from a callback: disk gone"), (exception.IsRejection, exception.Message));
        Assert.Same(cause, exception.InnerException);
    }

    [Fact]
    public async Task WorkloadToken_ReadingIsCancelled_IsACancellationWhereTheCallerAskedForIt()
    {
        var token = WorkloadToken.FromCallback(_ => throw new OperationCanceledException());

        await Assert.ThrowsAsync<OperationCanceledException>(() => token.ReadAsync(new CancellationToken(canceled: true)).AsTask());
        Assert.False((await Assert.ThrowsAsync<TokenRequestException>(() => token.ReadAsync(CancellationToken.None).AsTask())).IsRejection);
    }

    [Fact]
    public void WorkloadToken_NothingGiven_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => WorkloadToken.FromValue(" "));
        Assert.Throws<ArgumentException>(() => WorkloadToken.FromFile(" "));
        Assert.Throws<ArgumentNullException>(() => WorkloadToken.FromCallback(null!));
    }

    [Fact]
    public void WorkloadToken_Identity_TellsTokensAndFilesApart()
    {
        Assert.Equal("token", WorkloadToken.FromValue("token").Identity);
        Assert.Equal(Path.GetFullPath("token"), WorkloadToken.FromFile("token").Identity);
        Assert.Equal("a callback", WorkloadToken.FromCallback(_ => ValueTask.FromResult("token")).Identity);
    }

    [Fact]
    public void TokenContext_ForceRenewal_IsSoWhereATokenWasRejected()
    {
        var plain = new TokenContext(Server);
        var rejected = new TokenContext(Server) { Rejected = new AccessToken("token"), Reason = TokenReason.Rejection };
        var forced = new TokenContext(Server) { ForceRenewal = true };

        Assert.Equal((false, true, true), (plain.ForceRenewal, rejected.ForceRenewal, forced.ForceRenewal));
        Assert.Equal((false, false), (plain.Refuses("token"), plain.Refuses("other")));
        Assert.Equal((true, false), (rejected.Refuses("token"), rejected.Refuses("other")));
        Assert.Equal((true, true), (forced.Refuses("token"), forced.Refuses("other")));
        Assert.Throws<ArgumentNullException>(() => new TokenContext(null!));
    }

    [Fact]
    public void TokenStoreKey_EveryPart_CountsAndNoneRunsIntoTheNext()
    {
        var id = ConductorOneClientId.Parse("fox@acme.conductor.one/spc");
        string[] keys =
        [
            TokenStoreKey.Of(Server, id, "kind", "secret"),
            TokenStoreKey.Of(new Uri("https://other.conductor.one"), id, "kind", "secret"),
            TokenStoreKey.Of(Server, ConductorOneClientId.Parse("fox@acme.conductor.one/sp"), "kind", "secret"),
            TokenStoreKey.Of(Server, id, "kinds", "ecret"),
            TokenStoreKey.Of(Server, id, "kind", "secret2"),
        ];

        Assert.Distinct(keys);
        Assert.Equal(keys[0], TokenStoreKey.Of(new Uri("https://acme.conductor.one/"), id, "kind", "secret"));
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", key));
    }

    [Theory]
    [InlineData("AQID", "010203")]
    [InlineData("-_8=", "FBFF")]
    [InlineData("-_8", "FBFF")]
    [InlineData(" AQ\tID\r\n", "010203")]
    [InlineData("", "")]
    [InlineData("+/8=", null)]
    [InlineData("AQID%", null)]
    [InlineData("AQIDBAU", null)]
    [InlineData("A", null)]
    public void Base64Url_Text_IsDecodedWhereItIsAndFits(string text, string? hex)
    {
        var destination = new byte[4];

        var isDecoded = Base64UrlText.TryDecode(System.Text.Encoding.UTF8.GetBytes(text), destination, out var written);

        Assert.Equal(hex, isDecoded ? Convert.ToHexString(destination.AsSpan(0, written)) : null);
    }
}
