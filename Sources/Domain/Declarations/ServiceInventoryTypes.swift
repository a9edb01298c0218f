extension DocumentTypes {
    /// Service Inventory Management, TMF638 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let serviceInventory = """
        enum OrderItemActionType
            add modify delete noChange
        enum ServiceStateType
            feasibilityChecked designed reserved inactive active terminated
        type Any
        type Characteristic
            id:string name:string! valueType:string characteristicRelationship:CharacteristicRelationship[]
            value:Any!
        type CharacteristicRelationship
            id:string relationshipType:string
        type ConstraintRef
            id:string! href:string name:string version:string @referredType:string
        type Feature
            id:string! isBundle:boolean isEnabled:boolean name:string! constraint:ConstraintRef[]
            featureCharacteristic:Characteristic[]! featureRelationship:FeatureRelationship[]
        type FeatureRelationship
            id:string name:string! relationshipType:string! validFor:TimePeriod
        type Note
            id:string author:string! date:dateTime! text:string!
        type RelatedEntityRefOrValue
            id:string href:string name:string role:string! @referredType:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type RelatedPlaceRefOrValue
            id:string href:string name:string role:string! @referredType:string
        type RelatedServiceOrderItem
            itemId:string! role:string serviceOrderHref:string serviceOrderId:string!
            itemAction:OrderItemActionType @referredType:string
        type ResourceRef
            id:string! href:string name:string @referredType:string
        type Service
            id:string href:string category:string description:string endDate:dateTime hasStarted:boolean
            isBundle:boolean isServiceEnabled:boolean isStateful:boolean name:string serviceDate:string
            serviceType:string startDate:dateTime startMode:string feature:Feature[] note:Note[]
            place:RelatedPlaceRefOrValue[] relatedEntity:RelatedEntityRefOrValue[] relatedParty:RelatedParty[]
            serviceCharacteristic:Characteristic[] serviceOrderItem:RelatedServiceOrderItem[]
            serviceRelationship:ServiceRelationship[] serviceSpecification:ServiceSpecificationRef
            state:ServiceStateType supportingResource:ResourceRef[] supportingService:ServiceRefOrValue[]
        type ServiceRefOrValue
            id:string! href:string category:string description:string endDate:dateTime hasStarted:boolean
            isBundle:boolean isServiceEnabled:boolean isStateful:boolean name:string serviceDate:string
            serviceType:string startDate:dateTime startMode:string feature:Feature[] note:Note[]
            place:RelatedPlaceRefOrValue[] relatedEntity:RelatedEntityRefOrValue[] relatedParty:RelatedParty[]
            serviceCharacteristic:Characteristic[] serviceOrderItem:RelatedServiceOrderItem[]
            serviceRelationship:ServiceRelationship[] serviceSpecification:ServiceSpecificationRef
            state:ServiceStateType supportingResource:ResourceRef[] supportingService:ServiceRefOrValue[]
            @referredType:string
        type ServiceRelationship
            relationshipType:string! service:ServiceRefOrValue!
            serviceRelationshipCharacteristic:Characteristic[]
        type ServiceSpecificationRef
            id:string! href:string name:string version:string @referredType:string
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
