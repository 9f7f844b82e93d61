using System.Globalization;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>How thorough the bounded tests are: EXECUTIONCONTROL_TEST_SCALE multiplies what they do.</summary>
internal static class TestScale
{
    /// <summary>Whether more is wanted than every run of the tests does.</summary>
    public static bool IsRaised => Of(1) > 1;

    public static int Of(int count) =>
        count * (int.TryParse(Environment.GetEnvironmentVariable("EXECUTIONCONTROL_TEST_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out var scale)
            && scale > 0
                ? scale
                : 1);
}
