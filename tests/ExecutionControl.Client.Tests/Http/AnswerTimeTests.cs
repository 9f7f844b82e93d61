using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class AnswerTimeTests
{
    [Theory]
    [InlineData("2026-05-04T03:02:01Z", "2026-05-04T03:02:01.0000000+00:00")]
    [InlineData("2026-05-04T03:02:01", "2026-05-04T03:02:01.0000000+00:00")]
    [InlineData("2026-05-04T03:02:01.123456", "2026-05-04T03:02:01.1234560+00:00")]
    [InlineData("2026-05-04T03:02:01.123456+02:00", "2026-05-04T03:02:01.1234560+02:00")]
    [InlineData("2026-05-04 03:02:01.123456+00:00", "2026-05-04T03:02:01.1234560+00:00")]
    [InlineData("2026-05-04T03:02:01.123456789Z", "2026-05-04T03:02:01.1234568+00:00")]
    [InlineData("2026-05-04", "2026-05-04T00:00:00.0000000+00:00")]
    public void ReadTime_Iso8601_IsThatTime(string text, string expected) => Assert.Equal(expected, AnswerParseNode.ReadTime(text)?.ToString("O"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("03:02:01")]
    [InlineData("04/05/2026 03:02")]
    [InlineData("2026-13-04T03:02:01Z")]
    [InlineData("2026-02-30T03:02:01Z")]
    [InlineData("1772366400")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void ReadTime_AnythingElse_IsNoTime(string? text) => Assert.Null(AnswerParseNode.ReadTime(text));
}
