using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Kubiya;

public sealed class KubiyaContractTests
{
    public static TheoryData<string> Checks => HealthyServer.NamesOf(ContractSuite.Kubiya);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Check_HealthyServer_IsKept(string name) => HealthyServer.KeepsAsync(name);
}
