extension DocumentTypes {
    /// Customer Management, TMF629 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let customerManagement = """
        type AccountRef
            id:string href:string description:string name:string! @referredType:string
        type AgreementRef
            id:string! href:string name:string @referredType:string
        type Any
        type Characteristic
            name:string! valueType:string value:Any!
        type ContactMedium
            mediumType:string! preferred:boolean characteristic:MediumCharacteristic! validFor:TimePeriod
        type CreditProfile
            creditProfileDate:dateTime! creditRiskRating:integer creditScore:integer validFor:TimePeriod!
        type Customer
            id:string href:string name:string status:string statusReason:string account:AccountRef[]
            agreement:AgreementRef[] characteristic:Characteristic[] contactMedium:ContactMedium[]
            creditProfile:CreditProfile[] engagedParty:RelatedParty! paymentMethod:PaymentMethodRef[]
            relatedParty:RelatedParty[] validFor:TimePeriod
        type MediumCharacteristic
            city:string contactType:string country:string emailAddress:string faxNumber:string
            phoneNumber:string postCode:string socialNetworkId:string stateOrProvince:string street1:string
            street2:string
        type PaymentMethodRef
            id:string! href:string name:string @referredType:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
