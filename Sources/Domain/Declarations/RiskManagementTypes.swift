extension DocumentTypes {
    /// Risk Management, TMF696 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    /// `FraudCase` and what only it refers to is the program's own.
    static let riskManagement = """
        enum FraudCaseStateType
            new assigned inReview confirmed falsePositive inconclusive closed
        enum RiskType
            FraudRisk BadPaymentRisk CreditGamingRisk IDConfidenceRisk PaymentMethodRisk
        type Any
        type CaseAlert
            id:string! eventTime:dateTime assessment:EntityRef
        type CaseNote
            author:string date:dateTime text:string!
        type CaseTransition
            from:FraudCaseStateType to:FraudCaseStateType! at:dateTime! actor:string! reason:string!
        type Characteristic
            id:string name:string! valueType:string characteristicRelationship:CharacteristicRelationship[] value:Any!
        type CharacteristicRelationship
            id:string relationshipType:string
        type EntityRef
            id:string! href:string name:string @referredType:string
        type FraudCase
            id:string href:string state:FraudCaseStateType rule:string severity:string score:number alertCount:integer
            openedAt:dateTime lastUpdate:dateTime assignee:string decision:FraudCaseStateType decidedAt:dateTime
            relatedParty:RelatedPartyRef[] productOrder:ProductOrderRef[] alert:CaseAlert[] note:CaseNote[]
            transition:CaseTransition[] hold:OrderHold[]
        type OrderHold
            productOrder:ProductOrderRef! isHeld:boolean state:string
        type PartyRoleRiskAssessment
            id:string href:string status:string characteristic:Characteristic[] partyRole:RelatedPartyRef!
            place:RelatedPlace riskAssessmentResult:RiskAssessmentResult
        type ProductOrderRef
            id:string! href:string name:string @referredType:string
        type ProductOrderRiskAssessment
            id:string href:string status:string characteristic:Characteristic[] place:RelatedPlace
            productOrder:ProductOrderRef! riskAssessmentResult:RiskAssessmentResult
        type RelatedPartyRef
            id:string! href:string name:string role:string @referredType:string
        type RelatedPlace
            id:string href:string name:string role:string
        type RiskAssessmentResult
            overallScore:number score:RiskScore[]
        type RiskScore
            score:number riskName:RiskType
        """
}
