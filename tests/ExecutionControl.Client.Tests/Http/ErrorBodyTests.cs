using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("  ", null)]
    [InlineData("<html>busy</html>", null)]
    [InlineData("7", null)]
    [InlineData("[\"no\"]", null)]
    [InlineData("{}", null)]
    [InlineData("\"no\"", "no")]
    [InlineData("\" \"", null)]
    [InlineData("""{"message":"no"}""", "no")]
    [InlineData("""{"message":"no","hint":"ask"}""", "no; ask")]
    [InlineData("""{"message":"no","hint":""}""", "no")]
    [InlineData("""{"message":"no","hint":7}""", "no")]
    [InlineData("""{"message":"","hint":"ask"}""", "ask")]
    [InlineData("""{"message":7,"detail":"no"}""", "no")]
    [InlineData("""{"detail":"no"}""", "no")]
    [InlineData("""{"detail":{"message":"no"}}""", "no")]
    [InlineData("""{"detail":{"error":"no"}}""", "no")]
    [InlineData("""{"detail":[{"loc":["body","reason",0],"msg":"too long"},{"msg":"missing"},"and more",{"loc":"body","msg":"odd"},{"loc":["x"]}]}""", "body.reason.0: too long; missing; and more; odd")]
    [InlineData("""{"detail":[]}""", null)]
    [InlineData("""{"detail":null,"error":"no"}""", "no")]
    [InlineData("""{"error":"invalid_client","error_description":"expired"}""", "expired")]
    [InlineData("""{"error":"invalid_client"}""", "invalid_client")]
    [InlineData("""{"error":{"message":"no"}}""", "no")]
    [InlineData("""{"error":{"detail":{"msg":"no"}}}""", "no")]
    [InlineData("""{"msg":"no"}""", "no")]
    [InlineData("""{"detail":"a","error_description":"b","error":"c","msg":"d"}""", "a")]
    [InlineData("""{"error_description":"b","error":"c","msg":"d"}""", "b")]
    [InlineData("""{"error":"c","msg":"d"}""", "c")]
    [InlineData("""{"detail":[],"error":"no"}""", "no")]
    [InlineData("""{"message":"a\u0007b\ud83d"}""", "a b\uFFFD")]
    public void Read_Body_GivesWhatIsMeantForPeople(string? body, string? message) => Assert.Equal(message, ErrorBody.Read(body).Message);

    [Theory]
    [InlineData(6, "no")]
    [InlineData(7, "no")]
    [InlineData(8, null)]
    public void Read_MessageLiesDeep_IsFoundToABound(int depth, string? message)
    {
        var body = string.Concat(Enumerable.Repeat("""{"detail":""", depth)) + "\"no\"" + new string('}', depth);

        Assert.Equal(message, ErrorBody.Read(body).Message);
    }

    [Fact]
    public void Read_ListsInLists_AreReadToABound()
    {
        Assert.Equal("no", ErrorBody.Read("""{"detail":[[[[[["no"]]]]]]}""").Message);
        Assert.Null(ErrorBody.Read("""{"detail":[[[[[[["no"]]]]]]]}""").Message);
    }

    [Theory]
    [InlineData("""{"code":9,"message":"no"}""", 9L)]
    [InlineData("""{"code":"9.0"}""", 9L)]
    [InlineData("""{"code":"nine"}""", null)]
    [InlineData("""{"message":"no"}""", null)]
    [InlineData("\"no\"", null)]
    public void Read_Code_IsReadWhereThereIsOne(string body, long? code) => Assert.Equal(code, ErrorBody.Read(body).Code);

    [Theory]
    [InlineData("failed (request-id: req_1/2.3:4+5=6-7)", "req_1/2.3:4+5=6-7")]
    [InlineData("failed (request-id: )", null)]
    [InlineData("failed (request-id: a b)", null)]
    [InlineData("failed", null)]
    public void Read_RequestIdInTheMessage_IsFound(string message, string? id) => Assert.Equal(id, ErrorBody.Read($$"""{"message":"{{message}}"}""").RequestId);

    [Theory]
    [InlineData("header", "failed (request-id: message)", "header")]
    [InlineData(null, "failed (request-id: message)", "message")]
    [InlineData("header", "failed", "header")]
    public void AnyRequestId_HeaderAndMessage_IsTheHeadersFirst(string? header, string message, string id) =>
        Assert.Equal(id, new ServiceAnswer(409, $$"""{"message":"{{message}}"}""", header, RetryAfter: null, Date: null).AnyRequestId);

    [Theory]
    [InlineData(2048, 2048)]
    [InlineData(2049, 2049)]
    [InlineData(9000, 2049)]
    public void Read_LongMessage_IsCut(int length, int shown) =>
        Assert.Equal(shown, ErrorBody.Read($$"""{"message":"{{new string('x', length)}}"}""").Message!.Length);
}
